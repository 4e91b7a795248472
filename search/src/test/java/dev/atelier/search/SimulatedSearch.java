package dev.atelier.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs a search with simulated workers, which complete their trainings in a random order. */
public final class SimulatedSearch {
    private static final int MOST_ENTRIES = 20_000;

    private final SearchAlgorithm algorithm;
    private final int seeds;
    private final Objective objective;

    /** The objective after some epochs. */
    @FunctionalInterface
    public interface Objective {
        /** The value; null if the training diverges. */
        @Nullable Double value(Map<String, JsonNode> parameters, int seed, int epoch);
    }

    private record Training(int trial, int seed, int epoch) {}

    public SimulatedSearch(SearchAlgorithm algorithm, int seeds, Objective objective) {
        this.algorithm = algorithm;
        this.seeds = seeds;
        this.objective = objective;
    }

    /** To its end, by workers that take trainings in the order of their steps. */
    public SearchHistory run(int workers, Random order) {
        return run(workers, order, false);
    }

    /** The same, with a coordinator that is sometimes killed after it recorded a part of its steps. */
    public SearchHistory runWithKills(int workers, Random order) {
        return run(workers, order, true);
    }

    private SearchHistory run(int workers, Random order, boolean isKilled) {
        SearchHistory history = SearchHistory.empty(seeds);
        Deque<Training> queue = new ArrayDeque<>();
        List<Training> running = new ArrayList<>();
        while (history.entries().size() < MOST_ENTRIES) {
            List<SearchStep> steps = algorithm.next(history);
            int recorded = isKilled && !steps.isEmpty() ? order.nextInt(steps.size() + 1) : steps.size();
            for (SearchStep step : steps.subList(0, recorded)) {
                history = history.with(step);
                trainings(step).forEach(queue::add);
            }
            if (history.hasEnded()) {
                return history;
            }
            while (running.size() < workers && !queue.isEmpty()) {
                running.add(queue.remove());
            }
            if (!running.isEmpty()) {
                history = history.with(observe(history, running.remove(order.nextInt(running.size()))));
            } else if (steps.isEmpty()) {
                throw new AssertionError("The search waits for nothing: " + history.entries());
            }
        }
        throw new AssertionError("The search does not end");
    }

    private List<Training> trainings(SearchStep step) {
        List<Training> trainings = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            switch (step) {
                case StartTrial start -> trainings.add(new Training(start.trial(), seed, start.epochs()));
                case PromoteTrial promotion -> trainings.add(new Training(promotion.trial(), seed, promotion.epochs()));
                case EndSearch ignored -> {
                    // Nothing is trained after the end.
                }
            }
        }
        return trainings;
    }

    private Observation observe(SearchHistory history, Training training) {
        Map<String, JsonNode> parameters =
                history.trials().get(training.trial()).parameters();
        return new Observation(
                training.trial(),
                training.seed(),
                training.epoch(),
                objective.value(parameters, training.seed(), training.epoch()));
    }

    /** The steps of a history. */
    public static List<SearchStep> steps(SearchHistory history) {
        return history.entries().stream()
                .filter(SearchStep.class::isInstance)
                .map(SearchStep.class::cast)
                .toList();
    }
}
