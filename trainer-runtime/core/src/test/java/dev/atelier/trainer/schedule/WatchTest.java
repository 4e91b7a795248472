package dev.atelier.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {
    @Test
    void theBestEpochIsTheFirstOfTheBestValues() {
        assertThat(watched(Direction.MAX, 0, 0.5, 0.7, 0.6, 0.7)).isEqualTo(new Watch(2, 0.7, 2));
        assertThat(watched(Direction.MIN, 0, 0.5, 0.3, 0.4, 0.3)).isEqualTo(new Watch(2, 0.3, 2));
        assertThat(watched(Direction.MIN, 0, 0.5).isBest(1)).isTrue();
        assertThat(watched(Direction.MIN, 0, 0.5, 0.6).isBest(2)).isFalse();
    }

    @Test
    void improvementsUpToTheLeastDifferenceDoNotCount() {
        assertThat(watched(Direction.MAX, 0.1, 0.5, 0.55, 0.59)).isEqualTo(new Watch(1, 0.5, 2));
        assertThat(watched(Direction.MAX, 0.1, 0.5, 0.55, 0.61)).isEqualTo(new Watch(3, 0.61, 0));
    }

    /** A patience of n allows n epochs in a row without an improvement; the next such epoch is the last. */
    @ParameterizedTest
    @CsvSource({
        // patience, accuracies by epoch, epochs that are trained of them
        "0, 0.5,                         1",
        "0, 0.5 0.6 0.7,                 3",
        "0, 0.5 0.5 0.7,                 2",
        "0, 0.5 0.6 0.6 0.7,             3",
        "1, 0.5 0.4 0.4 0.9,             3",
        "1, 0.5 0.4 0.6 0.5 0.7,         5",
        "1, 0.5 0.4 0.6 0.5 0.6 0.9,     5",
        "2, 0.5 0.4 0.4 0.4 0.9,         4",
        "2, 0.5 0.4 0.4 0.6 0.1 0.1 0.1, 7",
        "2, 0.5 NaN NaN NaN 0.9,         4",
        "2, NaN 0.1 0.1 0.1 0.1 0.1,     5",
        "5, 0.9 0.8 0.7 0.6 0.5 0.4 0.3, 7"
    })
    void patienceAllowsSoManyEpochsInARowWithoutAnImprovement(int patience, String accuracies, int trained) {
        double[] values = Arrays.stream(accuracies.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(trained(patience, Direction.MAX, values)).isEqualTo(trained);
        assertThat(trained(
                        patience,
                        Direction.MIN,
                        Arrays.stream(values).map(value -> -value).toArray()))
                .isEqualTo(trained);
    }

    @Test
    void patienceNeverEndsATrainingBeforeItsFirstEpochOrAtAnImprovement() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            double[] values = random.doubles(20).toArray();
            int patience = random.nextInt(6);
            int trained = trained(patience, Direction.MAX, values);
            int best = watched(Direction.MAX, 0, Arrays.copyOf(values, trained)).bestEpoch();

            assertThat(Watch.START.isOver(patience)).isFalse();
            assertThat(trained - best).isLessThanOrEqualTo(patience + 1);
            assertThat(trained == values.length || trained - best == patience + 1)
                    .as("%d of %s with a patience of %d", trained, Arrays.toString(values), patience)
                    .isTrue();
        }
    }

    @Test
    void whatIsNoNumberIsBeatenByAnyAndBeatsNone() {
        assertThat(watched(Direction.MAX, 0, Double.NaN, 0.1)).isEqualTo(new Watch(2, 0.1, 0));
        assertThat(watched(Direction.MIN, 0, 0.1, Double.NaN)).isEqualTo(new Watch(1, 0.1, 1));
        assertThat(watched(Direction.MAX, 0, Double.NaN, Double.NaN)).isEqualTo(new Watch(1, Double.NaN, 1));
    }

    @Test
    void aWatchSurvivesItsJsonForm() {
        Watch watch = watched(Direction.MAX, 0, 0.1 + 0.2, 0.1);
        assertThat(Json.read(Json.bytes(watch), Watch.class)).isEqualTo(watch);
        Watch nothing = watched(Direction.MAX, 0, Double.NaN);
        assertThat(Json.read(Json.bytes(nothing), Watch.class)).isEqualTo(nothing);
    }

    /** Number of epochs until a training with these values is over. */
    private static int trained(int patience, Direction direction, double[] values) {
        int epochs = 0;
        while (epochs < values.length
                && !watched(direction, 0, Arrays.copyOf(values, epochs)).isOver(patience)) {
            epochs++;
        }
        return epochs;
    }

    private static Watch watched(Direction direction, double minDelta, double... values) {
        Watch watch = Watch.START;
        for (int i = 0; i < values.length; i++) {
            watch = watch.after(i + 1, values[i], direction, minDelta);
        }
        return watch;
    }
}
