package dev.atelier.dataset.coordination.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.search.study.RecordedSearch;
import dev.atelier.search.study.SearchVerification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches whose budget has a time. */
class SearchTimeTest {
    private static final int SECONDS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"asha", "hyperband", "successiveHalving", "tpe", "random"})
    void noTrialBeginsOrContinuesOnceTheTimeIsSpentAndTheBestOneWins(String algorithm) {
        for (int killsEvery : List.of(0, 10)) {
            SimulatedCoordination coordination = SearchDecisionTest.coordination(killsEvery);
            String study = coordination
                    .submit(SearchDecisionTest.study("'algorithm': '" + algorithm
                            + "', 'trials': 200, 'parallel': 3, 'budget': {'seconds': " + SECONDS + "}"))
                    .study();
            coordination.run(3, killsEvery);

            List<SearchEvent> record = coordination.record(study);
            SearchEvent started = record.getFirst();
            SearchEvent spent = record.stream()
                    .filter(SearchTimeSpent.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(started).isInstanceOf(SearchStarted.class);
            assertThat(Duration.between(started.time(), spent.time()))
                    .isBetween(Duration.ofSeconds(SECONDS), Duration.ofSeconds(2 * SECONDS));
            assertThat(record.subList(record.indexOf(spent) + 1, record.size()))
                    .noneMatch(TrialStarted.class::isInstance)
                    .noneMatch(TrialPromoted.class::isInstance);
            assertThat(record.getLast()).isInstanceOf(SearchEnded.class);
            RecordedSearch search = coordination.ledger().search(study).orElseThrow();
            assertThat(search.trials()).hasSizeBetween(1, 199);
            int winner = search.winner().orElseThrow().trial();
            String job = search.trials().get(winner).members().getFirst().job();
            assertThat(coordination.ledger().job(job).orElseThrow().state()).isEqualTo(JobState.COMPLETED);
            assertThat(SearchVerification.of(record).orElseThrow().mismatch()).isEmpty();
        }
    }
}
