package dev.atelier.trainer.control;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.control.RunInterruptedException.Cause;
import dev.atelier.trainer.queue.Lease;
import java.util.Optional;
import java.util.function.Supplier;

/** What a run checks between two steps: whether it still holds its job, whether it should stop, whether the job should. */
public final class RunStopSignal implements StopSignal {
    private final Lease lease;
    private final Supplier<Optional<JobControl>> cancellation;

    public RunStopSignal(Lease lease, Supplier<Optional<JobControl>> cancellation) {
        this.lease = lease;
        this.cancellation = cancellation;
    }

    @Override
    public void check() throws RunInterruptedException {
        var interruption = lease.interruption();
        if (interruption.isPresent()) {
            throw switch (interruption.get()) {
                case LOST ->
                    new RunInterruptedException(
                            Cause.LOST,
                            "this trainer no longer holds the job; the queue may have given it to another one");
                case STOPPING -> new RunInterruptedException(Cause.STOPPING, "the trainer is stopping");
            };
        }
        Optional<JobControl> control = cancellation.get();
        if (control.isPresent()) {
            throw new RunInterruptedException(Cause.CANCELLED, control.get().reason());
        }
    }

    /** Whether the run may still publish events of its job. */
    public boolean isEntitled() {
        return lease.held();
    }
}
