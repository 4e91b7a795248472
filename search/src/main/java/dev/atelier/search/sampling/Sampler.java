package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.Trial;
import java.util.List;
import java.util.SortedMap;

/** Chooses the parameters of trials, as a function of its arguments alone. */
public interface Sampler {
    /** Whether it uses results. Where not, a trial can begin whatever is known of those before it. */
    boolean usesResults();

    /**
     * The parameters of the next trial, which no earlier one has as long as the space has others.
     *
     * @param earlier all trials before it
     * @param results what may be known of them: at most one result for each
     */
    SortedMap<String, JsonNode> sample(List<Trial> earlier, List<TrialResult> results);
}
