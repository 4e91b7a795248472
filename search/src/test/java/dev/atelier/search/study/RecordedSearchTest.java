package dev.atelier.search.study;

import static dev.atelier.search.study.RecordedSearches.NOON;
import static dev.atelier.search.study.RecordedSearches.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordedSearchTest {
    private static final String SEARCH =
            "{'algorithm': 'successiveHalving', 'trials': 3, 'space': {'rate': {'choice': [1, 2, 3]}}}";
    private static final List<SearchEvent> COMPLETE = RecordedSearches.complete(
            SEARCH, 9, parameters -> parameters.values().iterator().next().asDouble());

    @Test
    void anEventReadTwiceChangesNothing() {
        RecordedSearch once = RecordedSearch.of(COMPLETE).orElseThrow();
        List<SearchEvent> twice =
                COMPLETE.stream().flatMap(event -> Stream.of(event, event)).toList();

        for (List<SearchEvent> events : List.of(twice, once.events())) {
            RecordedSearch again = RecordedSearch.of(events).orElseThrow();
            assertThat(again.events()).isEqualTo(once.events());
            assertThat(again.history().entries()).isEqualTo(once.history().entries());
        }
    }

    @Test
    void eventsBeforeTheBeginningAreIgnored() {
        assertThat(RecordedSearch.of(COMPLETE.subList(1, COMPLETE.size()))).isEmpty();
    }

    @Test
    void anEventThatCannotFollowIsRefused() {
        Optional<RecordedSearch> begun = RecordedSearch.of(COMPLETE.subList(0, 1));

        assertThatThrownBy(() -> RecordedSearch.after(
                        begun, new TrialPromoted(begun.orElseThrow().study(), 0, 9, List.of(), NOON)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of 0 trials");
    }

    @Test
    void aTrialIsNeededToItsRungAndTheWinnerToItsResult() {
        RecordedSearch open = RecordedSearch.of(COMPLETE.subList(0, 3)).orElseThrow();
        RecordedSearch ended = RecordedSearch.of(COMPLETE).orElseThrow();
        int winner = ended.winner().orElseThrow().trial();

        assertThat(open.epochsOf(job(0))).isEqualTo(1);
        assertThat(open.epochsOf("of a variant")).isEqualTo(Integer.MAX_VALUE);
        assertThat(ended.epochsOf(job(winner))).isEqualTo(Integer.MAX_VALUE);
        assertThat(ended.epochsOf(job((winner + 1) % 3))).isZero();
    }

    @Test
    void aCancelledSearchContinuesOnceItIsStartedAgain() {
        RecordedSearch open = RecordedSearch.of(COMPLETE.subList(0, 3)).orElseThrow();
        RecordedSearch cancelled = open.after(new SearchCancelled(open.study(), "s1", "", NOON));

        assertThat(cancelled.isOpen()).isFalse();
        assertThat(cancelled.after(new SearchCancelled(open.study(), "s1", "", NOON)))
                .isEqualTo(cancelled);
        SearchStarted first = RecordedSearches.started(SEARCH, 9);
        RecordedSearch again = cancelled.after(new SearchStarted(
                first.study(),
                "s2",
                "rates",
                first.base(),
                first.search(),
                first.objective(),
                9,
                List.of(),
                false,
                NOON));
        assertThat(again.isOpen()).isTrue();
        assertThat(again.history().entries()).isEqualTo(open.history().entries());
    }

    @Test
    void aTrialWithAProblemHasFailed() {
        RecordedSearch begun = RecordedSearch.of(COMPLETE.subList(0, 1)).orElseThrow();
        RecordedSearch failed = begun.after(new TrialStarted(
                begun.study(), "s1", 0, new TreeMap<>(), 1, List.of(), List.of(), "batchSize is 0", NOON));

        assertThat(failed.history().lastResults()).singleElement().matches(result -> result.isFailed());
    }

    @Test
    void everyDecisionOfARecordIsComputedAgain() {
        SearchVerification verification = SearchVerification.of(COMPLETE).orElseThrow();

        assertThat(verification.mismatch()).isEmpty();
        assertThat(verification.decisions()).isEqualTo(6);
        List<SearchEvent> changed = COMPLETE.stream()
                .map(event -> event instanceof TrialPromoted promoted ? promoted.withoutEvidence() : event)
                .toList();
        assertThat(SearchVerification.of(changed).orElseThrow().mismatch()).isPresent();
    }
}
