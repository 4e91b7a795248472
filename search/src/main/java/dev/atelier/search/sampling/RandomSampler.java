package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.Trial;
import dev.atelier.search.space.Draws;
import dev.atelier.search.space.SearchSpace;
import java.util.List;
import java.util.SortedMap;

/** Draws each parameter from its domain, by a random number of its own for (seed, trial, path). */
public final class RandomSampler implements Sampler {
    private static final int ATTEMPTS = 100;

    private final SearchSpace space;
    private final long seed;

    public RandomSampler(SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    @Override
    public boolean usesResults() {
        return false;
    }

    @Override
    public SortedMap<String, JsonNode> sample(List<Trial> earlier, List<TrialResult> results) {
        TriedPoints tried = new TriedPoints(space, earlier);
        int trial = earlier.size();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int number = attempt;
            SortedMap<String, JsonNode> drawn = space.configuration(parameter -> parameter
                    .domain()
                    .at(Draws.of(seed, trial, parameter.path(), number).uniform()));
            if (!tried.contains(drawn)) {
                return drawn;
            }
        }
        return tried.anyOther(Draws.of(seed, trial, "", ATTEMPTS));
    }
}
