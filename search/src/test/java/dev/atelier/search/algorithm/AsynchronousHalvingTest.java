package dev.atelier.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.Observation;
import dev.atelier.search.Sampling;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.SimulatedSearch;
import dev.atelier.search.TrialSchedule;
import dev.atelier.search.space.NumberRange;
import dev.atelier.search.space.SearchParameter;
import dev.atelier.search.space.SearchSpace;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsynchronousHalvingTest {
    private static final SearchSpace LINE =
            SearchSpace.of(List.of(new SearchParameter("x", new NumberRange(0, 1, false, false), List.of())));

    private static SearchSpec spec(int trials, int parallel, int seeds) {
        return new SearchSpec(
                TrialSchedule.ASHA,
                Sampling.RANDOM,
                LINE,
                trials,
                1,
                3,
                1,
                9,
                parallel,
                seeds,
                OptionalLong.empty(),
                Direction.MAX);
    }

    private static List<String> texts(List<SearchStep> steps) {
        return steps.stream()
                .map(step -> switch (step) {
                    case StartTrial start -> "start " + start.trial() + " to " + start.epochs();
                    case PromoteTrial promotion -> "promote " + promotion.trial() + " to " + promotion.epochs();
                    case EndSearch end -> "end " + end.winner();
                })
                .toList();
    }

    private static SearchHistory decide(SearchAlgorithm algorithm, SearchHistory history) {
        SearchHistory after = history;
        for (SearchStep step : algorithm.next(history)) {
            after = after.with(step);
        }
        return after;
    }

    @Test
    void theBestThirdContinuesAsSoonAsItIsKnown() {
        SearchAlgorithm algorithm = SearchAlgorithms.of(spec(9, 2, 1));
        SearchHistory history = decide(algorithm, SearchHistory.empty(1));
        assertThat(texts(SimulatedSearch.steps(history))).containsExactly("start 0 to 1", "start 1 to 1");

        history = decide(algorithm, history.with(Observation.of(1, 1, 0.5)));
        history = decide(algorithm, history.with(Observation.of(0, 1, 0.7)));
        history = decide(algorithm, history.with(Observation.of(2, 1, 0.1)));

        assertThat(texts(SimulatedSearch.steps(history)))
                .containsExactly("start 0 to 1", "start 1 to 1", "start 2 to 1", "start 3 to 1", "promote 0 to 3");
        assertThat(SimulatedSearch.steps(history).getLast().evidence())
                .containsExactly(new TrialResult(0, 1, 0.7), new TrialResult(1, 1, 0.5), new TrialResult(2, 1, 0.1));
    }

    @Test
    void aTrialThatFailedDoesNotContinueAndCannotWin() {
        SearchAlgorithm algorithm = SearchAlgorithms.of(spec(3, 3, 1));
        SearchHistory history = decide(algorithm, SearchHistory.empty(1));
        for (int trial = 0; trial < 3; trial++) {
            history = history.with(Observation.of(trial, 1, trial == 2 ? Double.NaN : trial / 10.0));
        }
        history = decide(algorithm, history);
        assertThat(texts(SimulatedSearch.steps(history))).last().isEqualTo("promote 1 to 3");

        history = decide(algorithm, history.with(Observation.failed(1, 3)));
        assertThat(texts(SimulatedSearch.steps(history))).last().isEqualTo("promote 0 to 3");
    }

    @Test
    void theSearchEndsWithACompleteTraining() {
        SearchSpec spec = spec(4, 2, 2);
        SearchHistory history = new SimulatedSearch(
                        SearchAlgorithms.of(spec),
                        2,
                        (parameters, seed, epoch) -> parameters.get("x").doubleValue() + seed)
                .run(1, new Random(1));

        EndSearch end = (EndSearch) SimulatedSearch.steps(history).getLast();
        double best = history.trials().stream()
                .mapToDouble(each -> each.parameters().get("x").doubleValue())
                .max()
                .orElseThrow();
        assertThat(end.winner()).isNotNull();
        assertThat(end.winner().epoch()).isEqualTo(9);
        assertThat(end.winner().value()).isEqualTo(best + 0.5);
    }

    @Test
    void aSearchInWhichAllFailEndsWithoutAWinner() {
        SearchHistory history = new SimulatedSearch(
                        SearchAlgorithms.of(spec(5, 2, 1)), 1, (parameters, seed, epoch) -> null)
                .run(2, new Random(1));

        assertThat(((EndSearch) SimulatedSearch.steps(history).getLast()).winner())
                .isNull();
    }
}
