package dev.atelier.dataset.coordination.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.search.study.RecordedSearch;
import dev.atelier.search.study.SearchVerification;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches from their submission to their end, with trainers that only compute an objective. */
class SearchDecisionTest {
    private static final String SPACE = "'space': {'training.optimizer.learningRate': {'log': [1e-4, 1e-1]},"
            + " 'training.batchSize': {'choice': [32, 64, 128]}}";
    private static final String HYPERBAND = study("'algorithm': 'hyperband', 'trials': 20, 'parallel': 4, 'seed': 7");
    private static final String ASHA = study("'algorithm': 'asha', 'trials': 16, 'parallel': 3, 'sampler': 'random'");

    static String study(String search) {
        return "{'study': 'rates', 'base': {'family': 'mlp', 'training': {'epochs': 9}}, 'search': {" + search + ", "
                + SPACE + "}}";
    }

    /** Best at a learning rate of 0.01 and large batches. */
    private static double quality(JsonNode job) {
        double rate = job.at("/training/optimizer/learningRate").asDouble();
        return 0.9
                - 0.1 * Math.abs(Math.log10(rate) + 2)
                + job.at("/training/batchSize").asInt() * 1e-4;
    }

    static SimulatedCoordination coordination(long order) {
        return new SimulatedCoordination(order, SearchDecisionTest::quality);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0", "3, 40", "2, 15"})
    void aSynchronousSearchDecidesTheSameWhateverRunsAndWhateverIsKilled(int trainers, int killsEvery) {
        SimulatedCoordination alone = coordination(0);
        String study = alone.submit(HYPERBAND).study();
        alone.run(1, 0);
        SimulatedCoordination together = coordination(trainers + killsEvery);
        together.submit(HYPERBAND);
        together.run(trainers, killsEvery);

        assertThat(decisions(together, study)).containsExactlyInAnyOrderElementsOf(decisions(alone, study));
        assertThat(together.record(study).getLast()).isInstanceOf(SearchEnded.class);
    }

    /** Without what differs between runs: times, and whether a job is queued or found. */
    private static List<Object> decisions(SimulatedCoordination coordination, String study) {
        return coordination.record(study).stream()
                .<Object>flatMap(event -> switch (event) {
                    case TrialStarted start ->
                        Stream.of(List.of(
                                start.trial(),
                                start.parameters(),
                                start.epochs(),
                                start.evidence(),
                                start.members().stream().map(Member::job).toList()));
                    case TrialPromoted promoted ->
                        Stream.of(List.of(promoted.trial(), promoted.epochs(), promoted.evidence()));
                    case SearchEnded end -> Stream.of(List.of(end.winner(), end.evidence()));
                    default -> Stream.of();
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyDecisionFollowsFromTheRecord(long order) {
        for (String search : List.of(HYPERBAND, ASHA, study("'algorithm': 'tpe', 'trials': 12, 'parallel': 2"))) {
            SimulatedCoordination coordination = coordination(order);
            String study = coordination.submit(search).study();
            coordination.run(3, 30);

            SearchVerification verification =
                    SearchVerification.of(coordination.record(study)).orElseThrow();
            assertThat(verification.mismatch()).isEmpty();
            assertThat(verification.decisions()).isGreaterThan(12);
        }
    }

    @Test
    void aChangedRecordIsFound() {
        SimulatedCoordination coordination = coordination(1);
        String study = coordination.submit(ASHA).study();
        coordination.run(2, 0);
        List<SearchEvent> record = coordination.record(study);
        TrialObserved last = record.stream()
                .flatMap(event -> event instanceof TrialObserved observed ? Stream.of(observed) : Stream.empty())
                .reduce((first, second) -> second)
                .orElseThrow();
        List<SearchEvent> changed = record.stream()
                .map(event -> event.equals(last)
                        ? new TrialObserved(
                                study, last.trial(), last.seed(), last.job(), last.epoch(), 9, 0.1, last.time())
                        : event)
                .toList();

        assertThat(SearchVerification.of(changed).orElseThrow().mismatch()).isPresent();
    }

    @Test
    void onlyTheWinnerIsTrainedToItsResult() {
        SimulatedCoordination coordination = coordination(1);
        String study = coordination.submit(ASHA).study();
        coordination.run(2, 0);
        RecordedSearch search = coordination.ledger().search(study).orElseThrow();
        int winner = search.winner().orElseThrow().trial();

        for (TrialStarted trial : search.trials()) {
            String job = trial.members().getFirst().job();
            assertThat(coordination.ledger().job(job).orElseThrow().state())
                    .isEqualTo(trial.trial() == winner ? JobState.COMPLETED : JobState.CANCELLED);
            assertThat(coordination.events(job).stream().filter(JobCompleted.class::isInstance))
                    .hasSize(trial.trial() == winner ? 1 : 0);
        }
        assertThat(coordination.ledger().openJobs()).isEmpty();
    }

    @Test
    void theWinnerIsConfirmedWithOtherSeedsWhichTheVariantsHaveToo() {
        SimulatedCoordination coordination = coordination(1);
        String json =
                "{'study': 'rates', 'base': {'family': 'mlp', 'seed': 5, 'training': {'epochs': 9}}, 'baseline': 'b',"
                        + " 'variants': [{'name': 'b'}], 'search': {'algorithm': 'asha', 'trials': 5, 'seeds': 2,"
                        + " 'confirm': {'seeds': 3}, " + SPACE + "}}";
        var accepted = coordination.submit(json);
        coordination.run(2, 0);
        RecordedSearch search = coordination.ledger().search(accepted.study()).orElseThrow();

        assertThat(accepted.members()).extracting(Member::seed).containsExactly(7L, 8L, 9L);
        assertThat(search.trials())
                .allSatisfy(trial ->
                        assertThat(trial.members()).extracting(Member::seed).containsExactly(5L, 6L));
        List<Member> confirmed = search.ended().orElseThrow().members();
        assertThat(confirmed).extracting(Member::seed).containsExactly(7L, 8L, 9L);
        assertThat(confirmed)
                .allSatisfy(member -> assertThat(member.variant())
                        .startsWith("confirmed trial "
                                + search.winner().orElseThrow().trial() + " "));
        assertThat(confirmed)
                .allSatisfy(member -> assertThat(coordination
                                .ledger()
                                .job(member.job())
                                .orElseThrow()
                                .state())
                        .isEqualTo(JobState.COMPLETED));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 60, 90})
    void aCancelledSearchDecidesNoMoreAndContinuesWhenItIsSubmittedAgain(int turns) {
        SimulatedCoordination undisturbed = coordination(1);
        String study = undisturbed.submit(HYPERBAND).study();
        undisturbed.run(2, 0);
        SimulatedCoordination coordination = coordination(2);
        coordination.submit(HYPERBAND);
        coordination.runFor(turns, 2);
        coordination.control(study, JobControl.CANCEL);
        coordination.run(2, 20);

        assertThat(coordination.record(study).getLast()).isInstanceOf(SearchCancelled.class);
        assertThat(coordination.ledger().openJobs()).isEmpty();

        coordination.submit(HYPERBAND);
        coordination.run(2, 20);
        assertThat(decisions(coordination, study)).containsExactlyInAnyOrderElementsOf(decisions(undisturbed, study));
    }

    @Test
    void aPausedSearchWaits() {
        SimulatedCoordination coordination = coordination(1);
        String study = coordination.submit(HYPERBAND).study();
        coordination.runFor(20, 2);
        coordination.control(study, JobControl.PAUSE);
        coordination.run(2, 0);
        int recorded = coordination.record(study).size();
        assertThat(coordination.ledger().search(study).orElseThrow().ended()).isEmpty();

        coordination.run(2, 0);
        assertThat(coordination.record(study)).hasSize(recorded);

        coordination.control(study, JobControl.RESUME);
        coordination.run(2, 0);
        assertThat(coordination.record(study).getLast()).isInstanceOf(SearchEnded.class);
    }

    @Test
    void aCancelledJobIsAFailedTrial() {
        SimulatedCoordination coordination = coordination(1);
        String study = coordination.submit(HYPERBAND).study();
        coordination.coordinate();
        String job = coordination
                .ledger()
                .search(study)
                .orElseThrow()
                .members()
                .getFirst()
                .job();
        coordination.control(job, JobControl.CANCEL);
        coordination.run(2, 0);

        assertThat(coordination.record(study))
                .filteredOn(event -> event instanceof TrialObserved observed
                        && observed.job().equals(job))
                .singleElement()
                .extracting(event -> ((TrialObserved) event).value())
                .isNull();
        assertThat(coordination.record(study).getLast()).isInstanceOf(SearchEnded.class);
    }

    /** Somebody else needs the result of a trial: it is trained to its end, and the search uses its epochs. */
    @Test
    void aTrialThatAnotherStudyNeedsIsTrainedToItsResult() {
        SimulatedCoordination coordination = coordination(1);
        String grid = "{'study': 'rates', 'base': {'family': 'mlp', 'training': {'epochs': 9}}, 'search':"
                + " {'algorithm': 'successiveHalving', 'trials': 3,"
                + " 'space': {'training.batchSize': {'choice': [32, 64, 128]}}}}";
        String study = coordination.submit(grid).study();
        coordination.runFor(25, 1);
        var other = coordination.submit(
                "{'study': 'other', 'base': {'family': 'mlp', 'training': {'epochs': 9}}, 'grid': {'training.batchSize':"
                        + " [32, 64, 128]}}");
        coordination.run(2, 0);

        assertThat(other.members())
                .allSatisfy(member -> assertThat(coordination
                                .ledger()
                                .job(member.job())
                                .orElseThrow()
                                .state())
                        .isEqualTo(JobState.COMPLETED));
        assertThat(coordination.record(study).getLast()).isInstanceOf(SearchEnded.class);
        assertThat(coordination.ledger().search(study).orElseThrow().members())
                .extracting(Member::job)
                .containsExactlyInAnyOrderElementsOf(
                        other.members().stream().map(Member::job).toList());
    }

    /** The control is still in its topic, whose records have no end. */
    @Test
    void aCancellationFromBeforeTheLatestSubmissionIsOver() {
        SimulatedCoordination coordination = coordination(1);
        String study = coordination.submit(HYPERBAND).study();
        coordination.runFor(30, 2);
        coordination.control(study, JobControl.CANCEL);
        coordination.run(2, 0);
        coordination.forgetControls();
        coordination.submit(HYPERBAND);
        coordination.rememberControls();
        coordination.run(2, 0);

        assertThat(coordination.record(study).getLast()).isInstanceOf(SearchEnded.class);
    }

    @Test
    void theWinnerOfASearchThatWasCancelledAtItsEndIsTrainedWhenItIsSubmittedAgain() {
        SimulatedCoordination coordination = coordination(1);
        String study = coordination.submit(ASHA).study();
        coordination.runUntil(() -> coordination.record(study).getLast() instanceof SearchEnded, 2);
        coordination.control(study, JobControl.CANCEL);
        coordination.run(2, 0);
        RecordedSearch search = coordination.ledger().search(study).orElseThrow();
        String winner = search.trials()
                .get(search.winner().orElseThrow().trial())
                .members()
                .getFirst()
                .job();
        assertThat(coordination.ledger().job(winner).orElseThrow().state()).isEqualTo(JobState.CANCELLED);

        coordination.submit(ASHA);
        coordination.run(2, 0);
        assertThat(coordination.ledger().job(winner).orElseThrow().state()).isEqualTo(JobState.COMPLETED);
    }

    /** Trial X of a search that ended without it is not kept alive by that search once nobody else needs it. */
    @Test
    void aLosingTrialEndsWithTheStudyThatNeededIt() {
        SimulatedCoordination coordination = coordination(1);
        String base = "'base': {'family': 'mlp', 'training': {'epochs': 9}}";
        String study = coordination
                .submit("{'study': 'rates', " + base + ", 'search': {'algorithm': 'successiveHalving', 'trials': 3,"
                        + " 'space': {'training.batchSize': {'choice': [32, 64, 128]}}}}")
                .study();
        coordination.runUntil(() -> coordination.record(study).getLast() instanceof SearchEnded, 1);
        String other = coordination
                .submit("{'study': 'other', " + base + ", 'grid': {'training.batchSize': [32, 64, 128]}}")
                .study();
        coordination.control(other, JobControl.CANCEL);
        coordination.run(1, 0);

        assertThat(coordination.ledger().openJobs()).isEmpty();
    }
}
