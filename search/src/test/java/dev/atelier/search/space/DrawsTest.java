package dev.atelier.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final int COUNT = 20_000;

    /** Recorded decisions are computed again by later versions, so these numbers never change. */
    @Test
    void theNumbersAreTheSameInEveryVersion() {
        Draws draws = Draws.of(7, 3, "training.batchSize", 1);
        assertThat(new double[] {draws.uniform(), draws.uniform(), draws.gaussian()})
                .containsExactly(0.4777337891793344, 0.7181891225557964, -0.4791335425741206);
    }

    @Test
    void everyPartOfTheKeyCounts() {
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i ->
                                Draws.of(i / 50, i % 10, "p" + i / 10 % 5, 0).uniform()))
                .doesNotHaveDuplicates();
        assertThat(Draws.of(1, 1, "p", 1).uniform())
                .isNotEqualTo(Draws.of(1, 1, "p").uniform());
    }

    @Test
    void theDistributionsHaveTheirMoments() {
        double[] uniform = IntStream.range(0, COUNT)
                .mapToDouble(i -> Draws.of(1, i, "x").uniform())
                .toArray();
        double[] gaussian = IntStream.range(0, COUNT)
                .mapToDouble(i -> Draws.of(1, i, "x").gaussian())
                .toArray();

        assertThat(IntStream.range(0, COUNT)
                        .mapToDouble(i -> uniform[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(0.5, within(0.01));
        assertThat(IntStream.range(0, COUNT)
                        .mapToDouble(i -> gaussian[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(0, within(0.03));
        assertThat(IntStream.range(0, COUNT)
                        .mapToDouble(i -> gaussian[i] * gaussian[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(1, within(0.04));
    }
}
