package dev.atelier.search;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders results, the best first. Failed trials are last, and equal ones are in the order of their trials. */
public final class ResultOrder {
    private ResultOrder() {}

    /** By value, whatever the epoch. */
    public static Comparator<TrialResult> byValue(Direction direction) {
        Comparator<Double> better = direction == Direction.MAX ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(TrialResult::value, Comparator.nullsLast(better))
                .thenComparingInt(TrialResult::trial);
    }

    /** Results of later epochs first, then by value: a schedule trains the trials longer that it found better. */
    public static Comparator<TrialResult> byEpochAndValue(Direction direction) {
        return Comparator.comparing(TrialResult::isFailed)
                .thenComparing(TrialResult::epoch, Comparator.reverseOrder())
                .thenComparing(byValue(direction));
    }

    /** The best result of the latest epoch at which any trial has a value; nothing if all failed. */
    public static Optional<TrialResult> winner(List<TrialResult> results, Direction direction) {
        return results.stream().filter(each -> !each.isFailed()).min(byEpochAndValue(direction));
    }
}
