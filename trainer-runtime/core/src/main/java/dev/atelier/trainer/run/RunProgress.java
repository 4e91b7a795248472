package dev.atelier.trainer.run;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.TrainingSpec.EarlyStopping;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.checkpoint.Checkpoint;
import dev.atelier.trainer.checkpoint.EpochHistory;
import dev.atelier.trainer.schedule.Watch;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job: its completed epochs, the best of them, and whether training continues. Immutable and
 * free of side effects; an interrupted job continues from the progress that its checkpoint holds.
 *
 * @param epochs all completed epochs
 * @param best by the evaluation's metric, or where it has none by the accuracy on validation images
 * @param patience by the metric of early stopping; as at the start where the job has none
 */
record RunProgress(EpochHistory epochs, Watch best, Watch patience) {
    static final RunProgress START = new RunProgress(EpochHistory.EMPTY, Watch.START, Watch.START);

    /** The progress that a checkpoint holds. */
    static RunProgress of(Checkpoint checkpoint) {
        return new RunProgress(checkpoint.epochs(), checkpoint.best(), checkpoint.patience());
    }

    /** A checkpoint of this progress and the model that goes with it. */
    Checkpoint checkpoint(
            String job,
            String run,
            long globalStep,
            SortedMap<String, Tensor> state,
            Optional<SortedMap<String, Tensor>> bestWeights) {
        return new Checkpoint(job, run, epochs, globalStep, best, patience, state, bestWeights);
    }

    /** Number of completed epochs. */
    int completed() {
        return epochs.size();
    }

    /** What is known after one more epoch. */
    RunProgress after(EpochCompleted epoch, Job job) {
        Metric monitor = job.evaluation().bestBy();
        Direction direction = job.evaluation().direction();
        @Nullable EarlyStopping early = job.training().earlyStopping();
        return new RunProgress(
                epochs.plus(epoch),
                best.after(epoch.epoch(), value(epoch, monitor), direction, 0),
                early == null ? patience : watched(early, epoch));
    }

    /** Whether the training is over: all epochs done, or no improvement for more epochs than the job's patience. */
    boolean isOver(Job job) {
        @Nullable EarlyStopping early = job.training().earlyStopping();
        return completed() >= job.training().epochs() || (early != null && patience.isOver(early.patience()));
    }

    /** Whether the last completed epoch is the best so far. */
    boolean lastIsBest() {
        return completed() > 0 && best.isBest(completed());
    }

    /** Duration of all epochs, whichever run trained them. */
    double seconds() {
        return epochs.all().stream().mapToDouble(EpochCompleted::seconds).sum();
    }

    /** All completed epochs as another run publishes them. */
    List<EpochCompleted> publishedBy(int round, String run) {
        return epochs.all().stream().map(epoch -> epoch.publishedBy(round, run)).toList();
    }

    private Watch watched(EarlyStopping early, EpochCompleted epoch) {
        Direction mode = early.mode();
        return patience.after(epoch.epoch(), value(epoch, early.monitor()), mode, early.minDelta());
    }

    /** A metric without a value is no number, which beats nothing. */
    private static double value(EpochCompleted epoch, Metric metric) {
        return epoch.value(metric).orElse(Double.NaN);
    }
}
