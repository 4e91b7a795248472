package dev.atelier.results.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.log.ReadRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The tables say of every job what the state machine says that the ledger of the dataset service folds. */
class LifecycleAgreementTest {
    private static final String JOB = "job";
    private static final int LOGS = 2000;
    private static final int EVENTS = 25;

    private final Random random = new Random(7);

    @Test
    void rowsAndStateMachineAgreeAfterEveryRecordOfAnyLog() {
        for (int log = 0; log < LOGS; log++) {
            List<JobEvent> events = new ArrayList<>();
            Optional<JobLifecycle> machine = Optional.empty();
            Optional<JobHistory> rows = Optional.empty();
            for (int i = 0; i <= EVENTS; i++) {
                JobEvent drawn = event(machine.orElse(JobLifecycle.UNKNOWN));
                JobEvent event = machine.isEmpty() && JobLifecycle.begins(drawn) ? SampleEvents.queued(JOB, 1) : drawn;
                events.add(event);
                machine = ofLedger(machine, event);
                rows = ofRecord(rows, event, i);

                assertThat(rows.map(JobHistory::lifecycle).map(LifecycleAgreementTest::compared))
                        .as(
                                "%s",
                                events.stream()
                                        .map(each -> each.type() + " of " + each.round())
                                        .toList())
                        .isEqualTo(machine.map(LifecycleAgreementTest::compared));
            }
        }
    }

    /** As the ledger folds it: without the epochs, which it skips unread, and without what is refused. */
    private static Optional<JobLifecycle> ofLedger(Optional<JobLifecycle> before, JobEvent event) {
        if (event instanceof EpochCompleted || before.isEmpty() && !JobLifecycle.begins(event)) {
            return before;
        }
        try {
            JobEventCheck.check(event);
        } catch (IllegalArgumentException refused) {
            return before;
        }
        return Optional.of(before.orElse(JobLifecycle.UNKNOWN).apply(event).after());
    }

    /** As the tables hold it, by the record that the event is in the topic. */
    private static Optional<JobHistory> ofRecord(Optional<JobHistory> before, JobEvent event, int offset) {
        ProducerRecord<String, byte[]> written = EventCodec.encode(event, "/atelier/test");
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(written.topic(), 0, offset, JOB.getBytes(UTF_8), written.value());
        written.headers().forEach(record.headers()::add);
        if (ReadRecord.of(record) instanceof ReadRecord.Known known && known.event() instanceof JobEvent read) {
            try {
                return JobProjection.apply(before, read, known.at());
            } catch (IllegalArgumentException refused) {
                return before;
            }
        }
        throw new AssertionError(event + " cannot be read");
    }

    private static List<Object> compared(JobLifecycle job) {
        return List.of(
                job.state(),
                job.round(),
                job.isGoing(),
                job.isRestoring(),
                // Since when they are written matters only where they can be deleted.
                job.files().map(files -> files.areDeleted() || job.isRestoring() ? files.areDeleted() : files.since()),
                job.isGoing() ? job.run() : JobLifecycle.NO_RUN);
    }

    /** Any event of a round that has been queued, and of a run of that round; or the queueing of any of three rounds. */
    private JobEvent event(JobLifecycle known) {
        int kind = random.nextInt(16);
        int round = 1 + random.nextInt(kind < 2 ? 3 : Math.max(1, known.round()));
        String run = "ab".charAt(random.nextInt(2)) + "-" + round;
        return switch (kind) {
            case 0 -> SampleEvents.queued(JOB, round);
            case 1 -> SampleEvents.restoring(JOB, round);
            case 2, 3, 4 -> started(round, run);
            case 5 -> SampleEvents.epoch(JOB, run, 1 + random.nextInt(3)).publishedBy(round, run);
            case 6 ->
                new JobReleased(JOB, round, run, "mlp-trainer on a", "storage", "no space", SampleEvents.time(30));
            case 7 -> completed(round, run, known.hasResult() && random.nextInt(4) == 0);
            case 8 -> new JobFailed(JOB, round, run, "diverged", "the loss is not finite", SampleEvents.time(95));
            case 9 -> new JobFailed(JOB, round, null, "invalid", "it cannot be trained", SampleEvents.time(95));
            case 10 -> new ArtifactsDeleted(JOB, round, "old", 1, SampleEvents.time(90), SampleEvents.time(100));
            case 11 -> new JobFailed(JOB, -round, null, "invalid", "it cannot be trained", SampleEvents.time(95));
            case 12 -> SampleEvents.queued(JOB, Integer.MAX_VALUE - round);
            case 13, 14 -> SampleEvents.paused(JOB, round, random.nextBoolean() ? run : null, 1);
            default -> cancelled(round, random.nextBoolean() ? run : null);
        };
    }

    private static JobEvent started(int round, String run) {
        JobStarted start = SampleEvents.started(JOB, run);
        return new JobStarted(JOB, round, run, null, start.request(), start.environment(), start.time());
    }

    /** @param isOther whether the weights are others than those that a restoration is to restore */
    private static JobEvent completed(int round, String run, boolean isOther) {
        var completed = SampleEvents.completed(JOB, run, 0.9, isOther ? "f".repeat(64) : SampleEvents.WEIGHTS);
        return new JobCompleted(
                JOB,
                round,
                run,
                completed.epochs(),
                completed.bestEpoch(),
                completed.testedEpoch(),
                completed.test(),
                completed.model(),
                completed.artifacts(),
                completed.seconds(),
                completed.time());
    }

    private static JobEvent cancelled(int round, String run) {
        return new JobCancelled(JOB, round, run, "no longer wanted", SampleEvents.time(96));
    }
}
