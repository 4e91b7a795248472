package dev.atelier.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a search does next, as a pure function: no clock, no state, no random numbers but those that the seed gives.
 *
 * <p>Its steps are to be recorded in their order, before anything is done about them. A coordinator that is killed with only some of
 * them recorded computes the others again from the history: after the first of the steps, {@code next} returns the rest.
 */
@FunctionalInterface
public interface SearchAlgorithm {
    /**
     * The next step of a search that has not ended; none while it waits for an observation.
     *
     * @throws IllegalArgumentException if the history is not one of this search
     */
    Optional<SearchStep> step(SearchHistory history);

    /**
     * The steps that follow now; none while the search waits for an observation, and none after its end.
     *
     * @throws IllegalArgumentException if the history is not one of this search
     */
    default List<SearchStep> next(SearchHistory history) {
        List<SearchStep> steps = new ArrayList<>();
        SearchHistory after = history;
        while (true) {
            Optional<SearchStep> step = after.hasEnded() ? Optional.empty() : step(after);
            if (step.isEmpty()) {
                return steps;
            }
            steps.add(step.get());
            after = after.with(step.get());
        }
    }
}
