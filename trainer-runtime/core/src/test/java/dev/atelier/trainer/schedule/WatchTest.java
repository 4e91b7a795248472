package dev.atelier.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import org.junit.jupiter.api.Test;

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

    @Test
    void patienceEndsAfterSoManyEpochsWithoutAnImprovement() {
        assertThat(watched(Direction.MAX, 0, 0.5, 0.4).isOver(2)).isFalse();
        assertThat(watched(Direction.MAX, 0, 0.5, 0.4, 0.4).isOver(2)).isTrue();
        assertThat(watched(Direction.MAX, 0, 0.5, 0.4, 0.6).isOver(2)).isFalse();
        assertThat(Watch.START.isOver(1)).isFalse();
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

    private static Watch watched(Direction direction, double minDelta, double... values) {
        Watch watch = Watch.START;
        for (int i = 0; i < values.length; i++) {
            watch = watch.after(i + 1, values[i], direction, minDelta);
        }
        return watch;
    }
}
