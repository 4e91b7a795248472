package dev.atelier.search;

import java.util.List;

/**
 * Decides what a search does next, as a pure function: no clock, no state, no random numbers but those that the seed gives.
 *
 * <p>Its steps are to be recorded in their order, before anything is done about them. A coordinator that is killed with only some of
 * them recorded computes the others again from the history: after the first of the steps, {@code next} returns the rest.
 */
@FunctionalInterface
public interface SearchAlgorithm {
    /**
     * The steps that follow now; none while the search waits for an observation, and none after its end.
     *
     * @throws IllegalArgumentException if the history is not one of this search
     */
    List<SearchStep> next(SearchHistory history);
}
