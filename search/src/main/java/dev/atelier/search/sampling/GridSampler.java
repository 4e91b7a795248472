package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.Trial;
import dev.atelier.search.space.SearchSpace;
import java.util.List;
import java.util.SortedMap;

/** Takes the configurations of a countable space in their order. */
public final class GridSampler implements Sampler {
    private final List<SortedMap<String, JsonNode>> configurations;

    /** @param trials the most that will be taken */
    public GridSampler(SearchSpace space, int trials) {
        if (!space.isCountable()) {
            throw new IllegalArgumentException("space has a continuous range; expected a countable one for a grid");
        }
        configurations = space.configurations(trials);
    }

    @Override
    public boolean usesResults() {
        return false;
    }

    @Override
    public SortedMap<String, JsonNode> sample(List<Trial> earlier, List<TrialResult> results) {
        return configurations.get(earlier.size() % configurations.size());
    }
}
