package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The search of a study as the results-service returns it.
 *
 * @param state OPEN, CANCELLED or ENDED
 * @param objective the metric that trials are compared by
 * @param planned the most trials
 * @param epochs of a complete training
 * @param best number of the winner, or of the best trial so far
 * @param observed results in the order in which the search observed them
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

    /** The trial that won; nothing before the end, and where no trial has a value. */
    public Optional<Trial> winner() {
        return state.equals("ENDED") && best != null ? Optional.of(trials.get(best)) : Optional.empty();
    }

    /** Why there is no winner, as the end of a sentence. */
    public String whyNone() {
        return state.equals("CANCELLED") ? "it was cancelled." : "no trial has a value.";
    }

    /** The jobs of trials that are trained no further. */
    public Set<String> overJobs() {
        Set<String> over = trials.stream()
                .filter(Trial::isOver)
                .flatMap(trial -> trial.jobs().stream())
                .collect(Collectors.toCollection(HashSet::new));
        winner().ifPresent(trial -> over.removeAll(trial.jobs()));
        return over;
    }

    public boolean isOpen() {
        return state.equals("OPEN");
    }
}
