package dev.atelier.trainer.queue;

import dev.atelier.trainer.queue.Journal.Entry;
import dev.atelier.trainer.queue.Journal.What;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Works on a job in short steps for as long as the job says in milliseconds, and tells what it does. */
final class StepwiseHandler implements JobHandler {
    private static final Duration STEP = Duration.ofMillis(10);
    private final String worker;
    private final Consumer<Entry> journal;

    StepwiseHandler(String worker, Consumer<Entry> journal) {
        this.worker = worker;
        this.journal = journal;
    }

    @Override
    public QueueOutcome handle(Delivery delivery, Lease lease) {
        String job = delivery.key().orElseThrow();
        long millis =
                Long.parseLong(new String(delivery.value().orElseThrow(), java.nio.charset.StandardCharsets.UTF_8));
        tell(job, What.BEGAN);
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            Optional<Interruption> interruption = lease.interruption();
            if (interruption.isPresent()) {
                tell(job, What.INTERRUPTED);
                return interruption.get() == Interruption.STOPPING ? QueueOutcome.HAND_BACK : QueueOutcome.ABANDON;
            }
            tell(job, What.STEP);
            LockSupport.parkNanos(STEP.toNanos());
        }
        if (!lease.held()) {
            tell(job, What.INTERRUPTED);
            return QueueOutcome.ABANDON;
        }
        tell(job, What.FINISHED);
        return QueueOutcome.DONE;
    }

    private void tell(String job, What what) {
        journal.accept(new Entry(System.nanoTime(), worker, job, what));
    }
}
