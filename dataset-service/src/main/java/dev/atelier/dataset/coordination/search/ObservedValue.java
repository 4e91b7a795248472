package dev.atelier.dataset.coordination.search;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.job.EvaluationSpec;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a search knows of a training up to an epoch: the objective of those weights that would be tested if it ended there.
 *
 * @param epoch that the weights are of; 0 where there is no value
 * @param value null where there is none
 */
public record ObservedValue(int epoch, @Nullable Double value) {
    /** Of a training that failed. */
    public static final ObservedValue NONE = new ObservedValue(0, null);

    /**
     * What is known at an epoch.
     *
     * @param epochs from the first one on, ascending; fewer than requested where the training stopped early
     * @param last the epoch up to which they count
     */
    public static ObservedValue of(List<EpochCompleted> epochs, int last, EvaluationSpec evaluation, Metric objective) {
        List<EpochCompleted> counted =
                epochs.stream().filter(each -> each.epoch() <= last).toList();
        Optional<EpochCompleted> tested = evaluation.checkpoint() == EvaluationSpec.TestedWeights.BEST
                ? best(counted, evaluation)
                : counted.stream().max(Comparator.comparingInt(EpochCompleted::epoch));
        return tested.filter(epoch -> epoch.value(objective).isPresent())
                .map(epoch ->
                        new ObservedValue(epoch.epoch(), epoch.value(objective).getAsDouble()))
                .orElse(NONE);
    }

    /** The first of the best. */
    private static Optional<EpochCompleted> best(List<EpochCompleted> epochs, EvaluationSpec evaluation) {
        EpochCompleted best = null;
        for (EpochCompleted epoch : epochs) {
            OptionalDouble value = epoch.value(evaluation.bestBy());
            if (value.isPresent() && (best == null || isBetter(value.getAsDouble(), best, evaluation))) {
                best = epoch;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isBetter(double value, EpochCompleted than, EvaluationSpec evaluation) {
        double other = than.value(evaluation.bestBy()).orElseThrow();
        return evaluation.direction() == Direction.MAX ? value > other : value < other;
    }
}
