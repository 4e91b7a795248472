package dev.atelier.trainer.attempt;

import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.message.Traces;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.queue.JobHandler;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.queue.QueueOutcome;
import dev.atelier.trainer.run.TrainerParts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Works on what the queue delivers. A record that is no job leaves the queue at once and blocks nobody; a {@link JobAttempt}
 * takes every other one to its end. Whatever ends a job for good is in the log before this returns; whatever
 * ends a run before its job leaves the job in the queue. Several queues may use it at once.
 */
public final class JobRunner implements JobHandler {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private final TrainerParts parts;
    private final UnrecordedStarts unrecorded = new UnrecordedStarts();
    private final Map<Delivery, JobAttempt> running = Collections.synchronizedMap(new IdentityHashMap<>());

    public JobRunner(TrainerParts parts) {
        this.parts = parts;
    }

    @Override
    public QueueOutcome handle(Delivery delivery, Lease lease) throws Exception {
        String run = UUID.randomUUID().toString();
        Span span = Traces.begin("run job", delivery.trace())
                .setAttribute("atelier.job", delivery.name())
                .setAttribute("atelier.run", run)
                .setAttribute("atelier.family", parts.algorithm().family().name());
        try (Scope scope = span.makeCurrent()) {
            QueueOutcome disposition = execute(delivery, run, lease);
            span.setAttribute("atelier.disposition", disposition.name());
            return disposition;
        } catch (Exception | Error unexpected) {
            span.recordException(unexpected).setStatus(StatusCode.ERROR);
            throw unexpected;
        } finally {
            span.end();
        }
    }

    private QueueOutcome execute(Delivery delivery, String run, Lease lease) throws Exception {
        Optional<String> job = delivery.key().filter(JobId::isValid);
        if (job.isEmpty()) {
            return setAside(delivery, "its key is not the id of a job, which has 20 hexadecimal digits");
        }
        var attempt = new JobAttempt(parts, unrecorded, delivery, job.get(), run, lease);
        running.put(delivery, attempt);
        try {
            return attempt.execute();
        } catch (NotAJobException e) {
            return setAside(delivery, String.valueOf(e.getMessage()));
        } finally {
            running.remove(delivery);
        }
    }

    private QueueOutcome setAside(Delivery delivery, String reason) {
        LOG.warnf("The record %s is set aside: %s", delivery, reason);
        parts.observer().onSetAside();
        return QueueOutcome.DONE;
    }

    @Override
    public void onHung(Delivery delivery, Duration silence) {
        Optional.ofNullable(running.get(delivery)).ifPresent(attempt -> attempt.giveUp(silence));
    }
}
