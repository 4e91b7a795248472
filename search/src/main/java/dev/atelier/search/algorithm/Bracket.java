package dev.atelier.search.algorithm;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.ResultOrder;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchStep.PromoteTrial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trials that compete with each other. When all trials of a rung have a result, the best of them continue to the next rung; what
 * one has before is not used, so the order of arrival has no effect.
 *
 * @param first number of its first trial
 * @param size how many trials begin
 */
record Bracket(int first, int size, Rungs rungs) {
    /** Number of the trial after its last. */
    int end() {
        return first + size;
    }

    boolean contains(int trial) {
        return trial >= first && trial < end();
    }

    /** How many epochs it takes if no trial fails, for one seed. */
    static long cost(int size, Rungs rungs) {
        long cost = 0;
        int trials = size;
        int before = 0;
        for (int epochs : rungs.epochs()) {
            cost += (long) trials * (epochs - before);
            before = epochs;
            trials = rungs.promoted(trials);
        }
        return cost;
    }

    /** The promotions that follow from the history and are not in it, in the order of the trials. */
    List<PromoteTrial> promotions(SearchHistory history, Direction direction) {
        List<Integer> trials = IntStream.range(first, end()).boxed().toList();
        int size = this.size;
        for (int rung = 0; rung + 1 < rungs.count() && history.trials().size() >= end(); rung++) {
            Optional<List<TrialResult>> results =
                    results(history, trials, rungs.epochs().get(rung));
            if (results.isEmpty()) {
                return List.of();
            }
            size = rungs.promoted(size);
            trials = results.get().stream()
                    .filter(each -> !each.isFailed())
                    .sorted(ResultOrder.byValue(direction))
                    .limit(size)
                    .map(TrialResult::trial)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            int next = rungs.epochs().get(rung + 1);
            List<PromoteTrial> missing = trials.stream()
                    .filter(trial -> history.trials().get(trial).target() < next)
                    .map(trial -> new PromoteTrial(trial, next, results.get()))
                    .toList();
            if (!missing.isEmpty()) {
                return missing;
            }
        }
        return List.of();
    }

    /** Whether all its trials have begun, and none is being trained or is to continue. */
    boolean isComplete(SearchHistory history, Direction direction) {
        return history.trials().size() >= end()
                && IntStream.range(first, end())
                        .allMatch(trial ->
                                history.result(history.trials().get(trial)).isPresent())
                && promotions(history, direction).isEmpty();
    }

    /** The result at the first rung of each trial up to one; nothing while any is missing. */
    Optional<List<TrialResult>> firstResults(SearchHistory history, int last) {
        return results(
                history,
                IntStream.rangeClosed(first, last).boxed().toList(),
                rungs.epochs().getFirst());
    }

    private static Optional<List<TrialResult>> results(SearchHistory history, List<Integer> trials, int epoch) {
        List<TrialResult> results = new ArrayList<>();
        for (int trial : trials) {
            Optional<TrialResult> result = history.result(trial, epoch);
            if (result.isEmpty()) {
                return Optional.empty();
            }
            results.add(result.get());
        }
        return Optional.of(results);
    }
}
