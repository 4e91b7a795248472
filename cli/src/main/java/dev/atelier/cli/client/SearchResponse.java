package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Metric;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The search of a study as the results-service returns it.
 *
 * @param state OPEN, CANCELLED or ENDED
 * @param objective the metric that trials are compared by
 * @param planned the most trials
 * @param epochs of a complete training
 * @param best number of the winner, or of the best trial so far
 * @param observed results in the order in which the search took notice of them
 */
public record SearchResponse(
        String state,
        Metric objective,
        int planned,
        int epochs,
        long epochsSpent,
        @Nullable Integer best,
        List<Trial> trials,
        List<Observed> observed) {
    public SearchResponse {
        trials = List.copyOf(trials);
        observed = List.copyOf(observed);
    }

    /** @param state TRAINING, PAUSED, FAILED, STOPPED or WINNER */
    public record Trial(
            int trial, Map<String, JsonNode> parameters, String state, List<TrialResult> results, List<String> jobs) {
        /** Whether its jobs are trained no further. */
        public boolean isOver() {
            return state.equals("STOPPED") || state.equals("FAILED");
        }
    }

    public record Observed(TrialResult result) {}

    public boolean isOpen() {
        return state.equals("OPEN");
    }
}
