package dev.atelier.trainer.control;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.control.RunInterruptedException.Cause;
import dev.atelier.trainer.queue.Lease;
import java.util.Optional;

/** What a run checks between two steps: whether it still holds its job, whether it should stop, whether the job should. */
public final class RunStopSignal implements StopSignal {
    private final Lease lease;
    private final RoundRequests requests;
    private final boolean isBetweenEpochs;

    /** The signal of a run that trains: a pause lets it end its epoch, unless it is to take effect at once. */
    public RunStopSignal(Lease lease, RoundRequests requests) {
        this(lease, requests, false);
    }

    private RunStopSignal(Lease lease, RoundRequests requests, boolean isBetweenEpochs) {
        this.lease = lease;
        this.requests = requests;
        this.isBetweenEpochs = isBetweenEpochs;
    }

    /** The same signal where no epoch is being trained, so that there is none for a pause to wait for. */
    public RunStopSignal betweenEpochs() {
        return new RunStopSignal(lease, requests, true);
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
        Optional<JobControl> cancellation = requests.cancellation();
        if (cancellation.isPresent()) {
            throw new RunInterruptedException(
                    Cause.CANCELLED, cancellation.get().reason());
        }
        Optional<JobControl> pause = requests.pause();
        if (pause.isPresent() && (isBetweenEpochs || pause.get().now())) {
            throw new RunInterruptedException(
                    pause.get().isPreemption() ? Cause.PREEMPTED : Cause.PAUSED,
                    pause.get().reason());
        }
    }

    /** Whether the round is to end, at once or after the epoch that is being trained. */
    public boolean isPauseRequested() {
        return requests.pause().isPresent();
    }

    /** Whether the run may still publish events of its job. */
    public boolean isEntitled() {
        return lease.held();
    }
}
