package dev.atelier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SearchHistoryTest {
    private static StartTrial start(int trial) {
        return new StartTrial(trial, new TreeMap<>(Map.of("p", IntNode.valueOf(trial))), 2, List.of());
    }

    @Test
    void aTrialHasAResultWhenAllItsSeedsAreObserved() {
        SearchHistory history = SearchHistory.of(2, List.of(start(0), new Observation(0, 1, 2, 3.0)));
        assertThat(history.result(0, 2)).isEmpty();
        assertThat(history.running()).isOne();

        history = history.with(new Observation(0, 0, 2, 2.0));
        assertThat(history.result(0, 2)).contains(new TrialResult(0, 2, 2.5));
        assertThat(history.running()).isZero();
    }

    @Test
    void oneFailedSeedMakesTheTrialFailed() {
        SearchHistory history = SearchHistory.of(
                2,
                List.of(start(0), new Observation(0, 0, 2, 2.0), new Observation(0, 1, 2, Double.POSITIVE_INFINITY)));

        assertThat(history.result(0, 2)).contains(new TrialResult(0, 2, null));
    }

    @Test
    void whatIsObservedAgainChangesNothing() {
        SearchHistory history = SearchHistory.of(1, List.of(start(0), Observation.of(0, 2, 2.0)));

        assertThat(history.with(Observation.of(0, 2, 9.0)).entries()).isEqualTo(history.entries());
    }

    @Test
    void anEntryThatCannotFollowIsRefused() {
        SearchHistory history = SearchHistory.of(1, List.of(start(0)));

        for (SearchEntry entry : List.of(
                start(0),
                start(2),
                new PromoteTrial(0, 4, List.of()),
                Observation.of(1, 2, 1.0),
                Observation.of(0, 3, 1.0),
                new Observation(0, 1, 2, 1.0))) {
            assertThatThrownBy(() -> history.with(entry))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
        SearchHistory ended = history.with(new EndSearch(null, List.of()));
        assertThatThrownBy(() -> ended.with(start(1))).hasMessageContaining("no step after the end");
        SearchHistory failed = history.with(Observation.failed(0, 2));
        assertThatThrownBy(() -> failed.with(new PromoteTrial(0, 4, List.of()))).hasMessageContaining("has a value");
    }

    @Test
    void aChangedDecisionIsFound() {
        SearchHistory history = SearchHistory.of(1, List.of(start(0), start(1)));
        SearchAlgorithm algorithm = before -> before.trials().isEmpty() ? Optional.of(start(0)) : Optional.empty();

        assertThat(DecisionCheck.firstMismatch(algorithm, history))
                .contains(new DecisionCheck.Mismatch(1, start(1), null));
    }
}
