package dev.atelier.search.algorithm;

import static dev.atelier.search.SimulatedSearch.steps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.DecisionCheck;
import dev.atelier.search.Sampling;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.SimulatedSearch;
import dev.atelier.search.Trial;
import dev.atelier.search.TrialSchedule;
import dev.atelier.search.space.SearchSpace;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for every algorithm, space, objective and order of arrival. */
class SearchPropertyTest {
    private static final int TRIES = 60;

    private static final List<SearchSpace> SPACES = List.of(
            space("{'x': {'uniform': [0, 1]}, 'y': {'log': [1e-4, 1]}}"),
            space("{'n': {'int': [1, 9]}, 'c': {'choice': ['a', 'b', 'c']}}"),
            space("{'one': {'choice': [7]}, 'two': {'uniform': [3, 3]}}"),
            space("{'o': {'choice': ['sgd', 'adam']}, 'm': {'uniform': [0, 1], 'when': {'o': 'sgd'}},"
                    + "'b': {'choice': [1, 2], 'when': {'o': ['adam']}}}"),
            space("{'x': {'uniform': [0, 1], 'points': 3}, 'h': {'choice': [[1], [1, 2], {'k': null}]}}"));

    private static SearchSpace space(String json) {
        return SearchSpace.read(readTree(json)).orElseThrow();
    }

    private static JsonNode readTree(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    /** An objective that follows from its arguments; a tenth of the trainings diverge, and many values are equal. */
    private static @Nullable Double objective(Map<String, JsonNode> parameters, int seed, int epoch) {
        int hash = Math.floorMod(parameters.toString().hashCode() * 31 + seed * 17 + epoch / 4, 1000);
        return hash < 100 ? null : hash % 50 + Math.log(epoch);
    }

    private static SearchHistory run(SearchSpec spec, int workers, long order) {
        return simulation(spec).run(workers, new Random(order));
    }

    private static SimulatedSearch simulation(SearchSpec spec) {
        return new SimulatedSearch(SearchAlgorithms.of(spec), spec.seeds(), SearchPropertyTest::objective);
    }

    @Property(tries = TRIES)
    void synchronousDecisionsAreTheSameInEveryOrderAndWithAnyNumberOfWorkers(
            @ForAll("synchronous") SearchSpec spec,
            @ForAll @IntRange(min = 1, max = 20) int workers,
            @ForAll long order) {
        List<SearchStep> expected = steps(run(spec, 1, 0));
        List<SearchStep> decided = steps(run(spec, workers, order));

        assertThat(decided).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(decided.getLast()).isEqualTo(expected.getLast());
    }

    @Property(tries = TRIES)
    void everyDecisionFollowsFromTheEntriesBeforeIt(
            @ForAll("any") SearchSpec spec, @ForAll @IntRange(min = 1, max = 9) int workers, @ForAll long order) {
        SearchHistory history = run(spec, workers, order);

        assertThat(DecisionCheck.firstMismatch(SearchAlgorithms.of(spec), history))
                .isEmpty();
    }

    @Property(tries = TRIES)
    void aCoordinatorThatIsKilledBetweenDecisionsGoesOn(
            @ForAll("any") SearchSpec spec, @ForAll @IntRange(min = 1, max = 9) int workers, @ForAll long order) {
        SearchHistory killed = simulation(spec).runWithKills(workers, new Random(order));

        assertThat(DecisionCheck.firstMismatch(SearchAlgorithms.of(spec), killed))
                .isEmpty();
        if (spec.schedule().isSynchronous()) {
            assertThat(steps(killed)).containsExactlyInAnyOrderElementsOf(steps(run(spec, 1, 0)));
        }
    }

    @Property(tries = TRIES)
    void afterTheFirstStepTheOthersFollow(@ForAll("any") SearchSpec spec, @ForAll long order) {
        SearchAlgorithm algorithm = SearchAlgorithms.of(spec);
        SearchHistory complete = run(spec, 3, order);
        for (int i = 0; i < complete.entries().size(); i++) {
            SearchHistory history = complete.first(i);
            List<SearchStep> steps = algorithm.next(history);
            if (!steps.isEmpty()) {
                assertThat(algorithm.next(history.with(steps.getFirst()))).isEqualTo(steps.subList(1, steps.size()));
            }
        }
    }

    @Property(tries = TRIES)
    void theEndHasTheBestOfTheLatestEpochAndNothingIsBeyondTheBudget(
            @ForAll("any") SearchSpec spec, @ForAll @IntRange(min = 1, max = 9) int workers, @ForAll long order) {
        SearchHistory history = run(spec, workers, order);

        assertThat(history.trials()).hasSizeLessThanOrEqualTo(spec.trials());
        assertThat(history.running()).isZero();
        long epochs = spec.seeds()
                * history.trials().stream().mapToLong(Trial::target).sum();
        spec.epochs().ifPresent(most -> assertThat(epochs).isLessThanOrEqualTo(most));
        EndSearch end = (EndSearch) steps(history).getLast();
        List<TrialResult> values =
                history.lastResults().stream().filter(each -> !each.isFailed()).toList();
        if (end.winner() == null) {
            assertThat(values).isEmpty();
        } else {
            int latest = values.stream().mapToInt(TrialResult::epoch).max().orElseThrow();
            assertThat(end.winner().epoch()).isEqualTo(latest);
            assertThat(values)
                    .filteredOn(each -> each.epoch() == latest)
                    .allSatisfy(each -> assertThat(spec.direction()
                                    .improves(each.value(), end.winner().value(), 0))
                            .isFalse());
        }
    }

    @Property(tries = TRIES)
    void aFiniteSpaceIsTriedOnceAndWhole(@ForAll("any") SearchSpec spec, @ForAll long order) {
        SearchHistory history = run(spec, 2, order);
        List<Map<String, JsonNode>> tried = history.trials().stream()
                .map(each -> (Map<String, JsonNode>) each.parameters())
                .toList();

        assertThat(new HashSet<>(tried)).hasSameSizeAs(tried);
        if (spec.space().isCountable() && spec.epochs().isEmpty()) {
            assertThat(tried).hasSameSizeAs(spec.space().configurations(spec.trials()));
        }
    }

    @Property(tries = TRIES)
    void oneInEtaContinuesFromEachRung(
            @ForAll("any") SearchSpec spec, @ForAll @IntRange(min = 1, max = 9) int workers, @ForAll long order) {
        List<SearchStep> steps = steps(run(spec, workers, order));
        Rungs rungs = Rungs.of(spec);

        assertThat(steps)
                .allSatisfy(step -> assertThat(rungs.epochs())
                        .contains(
                                switch (step) {
                                    case StartTrial start -> start.epochs();
                                    case PromoteTrial promotion -> promotion.epochs();
                                    case EndSearch ignored -> rungs.last();
                                }));
        for (int rung = 1; rung < rungs.count(); rung++) {
            int epoch = rungs.epochs().get(rung);
            int before = rungs.epochs().get(rung - 1);
            long promoted = steps.stream()
                    .filter(step -> step instanceof PromoteTrial each && each.epochs() == epoch)
                    .count();
            long competing = steps.stream()
                    .filter(step -> step instanceof PromoteTrial each && each.epochs() == before
                            || step instanceof StartTrial start && start.epochs() == before)
                    .count();
            long brackets =
                    spec.schedule().isSynchronous() ? BracketPlan.of(spec).size() : competing;
            assertThat(promoted).isLessThanOrEqualTo(competing / spec.eta() + brackets);
        }
    }

    @Provide
    Arbitrary<SearchSpec> synchronous() {
        return specs(TrialSchedule.FULL, TrialSchedule.SUCCESSIVE_HALVING, TrialSchedule.HYPERBAND);
    }

    @Provide
    Arbitrary<SearchSpec> any() {
        return specs(TrialSchedule.values());
    }

    private static Arbitrary<SearchSpec> specs(TrialSchedule... schedules) {
        Arbitrary<OptionalLong> budgets = Arbitraries.longs()
                .between(1, 400)
                .map(OptionalLong::of)
                .injectNull(0.6)
                .map(each -> each == null ? OptionalLong.empty() : each);
        Arbitrary<int[]> epochs = Arbitraries.integers()
                .between(1, 4)
                .flatMap(least -> Arbitraries.integers().between(least, 30).map(most -> new int[] {least, most}));
        Arbitrary<int[]> sizes = Arbitraries.integers()
                .between(1, 40)
                .flatMap(trials -> Arbitraries.integers()
                        .between(1, 6)
                        .flatMap(
                                parallel -> Arbitraries.integers().between(1, 3).map(seeds ->
                                        new int[] {trials, parallel, seeds})));
        return Combinators.combine(
                        Arbitraries.of(schedules),
                        Arbitraries.of(Sampling.values()),
                        Arbitraries.of(SPACES),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(2, 4),
                        epochs,
                        sizes,
                        budgets)
                .as((schedule, sampling, space, seed, eta, range, size, budget) -> new SearchSpec(
                        schedule,
                        sampling == Sampling.GRID && !space.isCountable() ? Sampling.RANDOM : sampling,
                        space,
                        size[0],
                        seed,
                        eta,
                        range[0],
                        range[1],
                        size[1],
                        size[2],
                        budget,
                        seed % 2 == 0 ? Direction.MAX : Direction.MIN));
    }
}
