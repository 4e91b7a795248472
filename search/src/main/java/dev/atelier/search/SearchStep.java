package dev.atelier.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One decision of a search. It names the results that it was made from, so that it can be computed again and compared. */
public sealed interface SearchStep extends SearchEntry {
    /** The results that the decision was made from, by trial; none where it depends on the number of the trial alone. */
    List<TrialResult> evidence();

    /**
     * A trial begins.
     *
     * @param trial its number: how many trials began before it
     * @param parameters value of each parameter that exists in the trial, by path
     * @param epochs after how many epochs its training pauses, or ends if the job has no more
     */
    record StartTrial(int trial, SortedMap<String, JsonNode> parameters, int epochs, List<TrialResult> evidence)
            implements SearchStep {
        public StartTrial {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * The training of a paused trial continues.
     *
     * @param epochs after how many epochs in all it pauses again, or ends if the job has no more
     * @param evidence all results of the rung that the trial leaves
     */
    record PromoteTrial(int trial, int epochs, List<TrialResult> evidence) implements SearchStep {
        public PromoteTrial {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * The search is over: nothing is being trained, and nothing more will be.
     *
     * @param winner the best result of the latest epoch at which any trial has a value; null if all failed
     * @param evidence the last result of each trial
     */
    record EndSearch(@Nullable TrialResult winner, List<TrialResult> evidence) implements SearchStep {
        public EndSearch {
            evidence = List.copyOf(evidence);
        }
    }
}
