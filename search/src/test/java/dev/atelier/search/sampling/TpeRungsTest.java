package dev.atelier.search.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.space.NumberRange;
import dev.atelier.search.space.SearchParameter;
import dev.atelier.search.space.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which results the model of a schedule with rungs has. */
class TpeRungsTest {
    private static final int TRIALS = 60;
    private static final int SAMPLERS = 100;
    private static final SearchSpace LINE =
            SearchSpace.of(List.of(new SearchParameter("x", new NumberRange(0, 1, false, false), List.of())));

    private final SearchHistory history = SearchHistory.of(
            1,
            IntStream.range(0, TRIALS)
                    .mapToObj(trial -> new StartTrial(
                            trial, new TreeMap<>(Map.of("x", DoubleNode.valueOf(x(trial)))), 1, List.of()))
                    .toList());

    private static double x(int trial) {
        return (double) trial / TRIALS;
    }

    /** Of many samplers, the share that choose a value of an interval. */
    private double share(List<TrialResult> results, int leastEpoch, double from, double to) {
        long within = IntStream.range(0, SAMPLERS)
                .mapToDouble(seed -> new TpeSampler(LINE, seed, Direction.MAX, leastEpoch)
                        .sample(history.trials(), results)
                        .get("x")
                        .doubleValue())
                .filter(value -> value >= from && value <= to)
                .count();
        return (double) within / SAMPLERS;
    }

    /** At epoch 1 great values are best; at epoch 3, which every second trial from a number on reached, those near 0.2 are. */
    private static List<TrialResult> results(int from) {
        return IntStream.range(0, TRIALS)
                .mapToObj(trial -> trial % 2 == 0 && trial >= from
                        ? new TrialResult(trial, 3, -Math.abs(x(trial) - 0.2))
                        : new TrialResult(trial, 1, x(trial)))
                .toList();
    }

    @Test
    void theModelIsOfTheLatestEpochThatEnoughTrialsReached() {
        assertThat(share(results(0), 3, 0.05, 0.35)).isGreaterThan(0.6);
    }

    @Test
    void theFirstRungAloneMakesNoModel() {
        List<TrialResult> early = results(TRIALS - 6);

        assertThat(share(early, 3, 0.7, 1)).isLessThan(0.5);
        assertThat(share(early, 1, 0.7, 1)).isGreaterThan(0.6);
    }

    @Test
    void aTrialThatFailedIsNotGood() {
        List<TrialResult> failed = results(0).stream()
                .map(each -> each.trial() < TRIALS / 2 ? new TrialResult(each.trial(), 3, null) : each)
                .toList();

        assertThat(share(failed, 3, 0, 0.3)).isLessThan(0.3);
    }

    @Test
    void whereAllFailedTrialsAreStillChosen() {
        List<TrialResult> failed = IntStream.range(0, TRIALS)
                .mapToObj(trial -> new TrialResult(trial, 3, null))
                .toList();

        assertThat(share(failed, 3, 0, 1)).isEqualTo(1);
    }
}
