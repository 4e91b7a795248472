package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.event.Event;
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
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Puts jobs whose turn has come into the queues of their families. Where another replica reads the submissions it writes
 * nothing. It uses the writer's thread.
 */
final class JobDispatcher {
    private static final Logger LOG = Logger.getLogger(JobDispatcher.class);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Ledger ledger;
    private final LedgerProgress progress;
    private final TransactionalWriter writer;
    private final InstantSource clock;
    private final LedgerWatch watch;

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
        this.watch = new LedgerWatch(ledger, IDLE, nanoTime);
    }

    /** Writes what is due. */
    void write(SubmissionsReader submissions) throws SupersededException, InterruptedException {
        if (watch.begin()
                && !watch.look(() -> JobSchedule.due(ledger, clock.instant())).isNothing()) {
            Optional<Fence> fence = submissions.fence();
            if (fence.isPresent()) {
                writer.settle();
                progress.awaitCaughtUp(LEDGER_TIMEOUT);
                JobSchedule schedule = JobSchedule.due(ledger, clock.instant());
                if (!schedule.isNothing()) {
                    writer.commit(records(schedule), fence.get());
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
