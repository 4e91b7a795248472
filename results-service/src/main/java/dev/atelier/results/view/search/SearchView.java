package dev.atelier.results.view.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.search.Observation;
import dev.atelier.search.ResultOrder;
import dev.atelier.search.SearchEntry;
import dev.atelier.search.Trial;
import dev.atelier.search.study.ParameterImportance;
import dev.atelier.search.study.RecordedSearch;
import dev.atelier.search.study.TrialNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The search of a study.
 *
 * @param study its id
 * @param algorithm such as {@code asha}
 * @param state how it stands
 * @param objective the metric that trials are compared by
 * @param direction maximize or minimize
 * @param planned the most trials
 * @param epochs of a complete training
 * @param epochsSpent epochs of all trials together at which they have been observed
 * @param best number of the winner, or of the best trial so far
 * @param winner name of the variant that is the winner; nothing before the end
 * @param trials in their order
 * @param importance of each parameter by its path, by PED-ANOVA; together they are 1; empty where too few trials have a value
 * @param observed results in the order in which the search observed them
 */
@Schema(name = "Search")
public record SearchView(
        String study,
        String algorithm,
        State state,
        String objective,
        String direction,
        int planned,
        int epochs,
        long epochsSpent,
        Optional<Integer> best,
        Optional<String> winner,
        @Schema(maxItems = 1000) List<TrialView> trials,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        SortedMap<String, Double> importance,

        @Schema(maxItems = 10_000) List<Observed> observed) {

    /**
     * A result that the search observed.
     *
     * @param epochs by how many epochs all trainings of the trial had gone on since its last result
     */
    @Schema(name = "TrialObservation")
    public record Observed(TrialResult result, long epochs) {}

    /** How a search stands. */
    @Schema(name = "SearchState")
    public enum State {
        OPEN,
        CANCELLED,
        ENDED
    }

    /** How a trial stands. */
    @Schema(name = "TrialState")
    public enum TrialState {
        /** Its jobs wait or run. */
        TRAINING,
        /** It may continue. */
        PAUSED,
        /** Its training failed or diverged, or there is no such job. */
        FAILED,
        /** The search ended without it. */
        STOPPED,
        WINNER
    }

    /**
     * A trial.
     *
     * @param trial its number, from 0
     * @param parameters value of each parameter by the path of its field
     * @param epochs how far it was requested to be trained
     * @param results at each epoch where the search observed it
     * @param jobs ids of its jobs, one for each seed
     * @param problem why there is no such job
     */
    @Schema(name = "Trial")
    public record TrialView(
            int trial,

            @Schema(type = SchemaType.OBJECT, implementation = Object.class)
            SortedMap<String, JsonNode> parameters,

            TrialState state,
            int epochs,
            @Schema(maxItems = 20) List<TrialResult> results,
            @Schema(maxItems = 100) List<String> jobs,
            Optional<String> problem) {}

    /** The view of a search by its record. */
    static SearchView of(RecordedSearch search) {
        List<TrialView> trials = search.history().trials().stream()
                .map(trial -> trial(search, trial))
                .toList();
        return new SearchView(
                search.study(),
                search.definition().search().path("algorithm").asText(),
                search.ended().isPresent() ? State.ENDED : search.isCancelled() ? State.CANCELLED : State.OPEN,
                search.definition().objective().metric().name(),
                search.definition().objective().direction().verb(),
                search.definition().spec().trials(),
                search.definition().epochs(),
                search.history().trials().stream()
                        .mapToLong(trial -> spent(search, trial))
                        .sum(),
                best(search).map(TrialResult::trial),
                search.winner()
                        .map(winner -> TrialNames.trial(
                                winner.trial(),
                                search.trials().get(winner.trial()).parameters())),
                trials,
                ParameterImportance.of(search),
                observed(search));
    }

    /** A trial is observed at an epoch when the last of its seeds is. */
    private static List<Observed> observed(RecordedSearch search) {
        List<Observed> observed = new ArrayList<>();
        Map<Integer, Integer> latest = new HashMap<>();
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (SearchEntry entry : search.history().entries()) {
            if (entry instanceof Observation observation) {
                int count = counts.merge(List.of(observation.trial(), observation.epoch()), 1, Integer::sum);
                search.history()
                        .result(observation.trial(), observation.epoch())
                        .filter(result ->
                                count == search.definition().seeds().ofTrials().size())
                        .ifPresent(result -> {
                            int before = Optional.ofNullable(latest.put(result.trial(), result.epoch()))
                                    .orElse(0);
                            observed.add(
                                    new Observed(result, seeds(search, result.trial()) * (result.epoch() - before)));
                        });
            }
        }
        return observed;
    }

    private static long seeds(RecordedSearch search, int trial) {
        return search.trials().get(trial).members().size();
    }

    private static Optional<TrialResult> best(RecordedSearch search) {
        return search.ended().isPresent()
                ? search.winner()
                : ResultOrder.winner(
                        search.history().lastResults(),
                        search.definition().objective().direction());
    }

    private static long spent(RecordedSearch search, Trial trial) {
        return seeds(search, trial.number())
                * search.history().lastResult(trial).map(TrialResult::epoch).orElse(0);
    }

    private static TrialView trial(RecordedSearch search, Trial trial) {
        TrialStarted started = search.trials().get(trial.number());
        return new TrialView(
                trial.number(),
                trial.parameters(),
                state(search, trial),
                trial.target(),
                trial.targets().stream()
                        .flatMap(epoch -> search.history().result(trial.number(), epoch).stream())
                        .toList(),
                started.members().stream().map(Member::job).toList(),
                Optional.ofNullable(started.problem()));
    }

    private static TrialState state(RecordedSearch search, Trial trial) {
        boolean isWinner =
                search.winner().filter(best -> best.trial() == trial.number()).isPresent();
        if (isWinner) {
            return TrialState.WINNER;
        }
        Optional<TrialResult> last = search.history().result(trial);
        if (last.filter(TrialResult::isFailed).isPresent()) {
            return TrialState.FAILED;
        }
        if (!search.isOpen()) {
            return TrialState.STOPPED;
        }
        return last.isPresent() ? TrialState.PAUSED : TrialState.TRAINING;
    }
}
