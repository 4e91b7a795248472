package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.message.Traces;
import dev.atelier.dataset.connection.Records;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.TransactionalWriter;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.dataset.coordination.log.TransactionalWriter.SupersededException;
import dev.atelier.dataset.coordination.schedule.JobSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Puts jobs whose turn has come into the queues of their families. Where another replica reads the submissions it writes
 * nothing. It uses the writer's thread, of which it takes one part in ten or less, however many jobs wait.
 */
final class JobDispatcher {
    private static final Logger LOG = Logger.getLogger(JobDispatcher.class);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(15);
    /** After this time something may be due although nothing has been read. */
    private static final Duration IDLE = Duration.ofMillis(100);

    private static final int LEAST_REST = 9;

    private final Ledger ledger;
    private final LedgerProgress progress;
    private final TransactionalWriter writer;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    /** Counted from the start of the process: it only decides which turns are those of long waiting jobs. */
    private final Map<Family, Long> turns = new HashMap<>();

    private long seen = -1;
    private long lookedAt;
    private long restsUntil;

    JobDispatcher(
            Ledger ledger,
            LedgerProgress progress,
            TransactionalWriter writer,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.ledger = ledger;
        this.progress = progress;
        this.writer = writer;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.restsUntil = lookedAt;
    }

    /** Writes what is due. */
    void write(SubmissionsReader submissions) throws SupersededException, InterruptedException {
        long now = nanoTime.getAsLong();
        boolean isUnchanged = ledger.version() == seen && now - lookedAt < IDLE.toNanos();
        if (isUnchanged || now < restsUntil) {
            return;
        }
        lookedAt = now;
        seen = ledger.version();
        boolean isDue = !JobSchedule.due(ledger, clock.instant(), turns).isNothing();
        restsUntil = now + LEAST_REST * (nanoTime.getAsLong() - now);
        if (isDue) {
            Optional<Fence> fence = submissions.fence();
            if (fence.isPresent()) {
                writer.settle();
                progress.awaitCaughtUp(LEDGER_TIMEOUT);
                JobSchedule schedule = JobSchedule.due(ledger, clock.instant(), turns);
                if (!schedule.isNothing()) {
                    writer.commit(records(schedule), fence.get());
                    schedule.dispatched()
                            .forEach(job -> turns.merge(job.event().request().family(), 1L, Long::sum));
                    log(schedule);
                }
            }
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> records(JobSchedule schedule) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Queueing job : schedule.dispatched()) {
            ProducerRecord<byte[], byte[]> record = Records.job(job.event());
            Traces.carryOn(record.headers(), job.trace());
            records.add(record);
        }
        for (Event event : schedule.events()) {
            records.add(Records.event(event));
        }
        records.addAll(Records.controls(schedule.controls()));
        return records;
    }

    private static void log(JobSchedule schedule) {
        schedule.controls()
                .forEach((round, control) -> control.ifPresent(
                        request -> LOG.infof("Round %d of %s ends: %s", request.round(), round, request.reason())));
    }
}
