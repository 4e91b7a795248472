package dev.atelier.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Against what SciPy says: {@code src/test/python/statistics_golden.py}. */
class SeedSummaryTest {
    @Test
    void severalSeedsHaveADeviationAndAnInterval() {
        SeedSummary summary =
                SeedSummary.of(List.of(84.9, 85.3, 85.1, 84.7, 85.2)).orElseThrow();

        assertThat(summary.count()).isEqualTo(5);
        assertThat(summary.mean()).isCloseTo(85.04, within(1e-9));
        assertThat(summary.standardDeviation().orElseThrow()).isCloseTo(0.24083189157584342, within(1e-9));
        assertThat(summary.interval().orElseThrow().least()).isCloseTo(84.74096771061096, within(1e-9));
        assertThat(summary.interval().orElseThrow().greatest()).isCloseTo(85.33903228938902, within(1e-9));
    }

    @Test
    void oneSeedHasNeither() {
        SeedSummary summary = SeedSummary.of(List.of(85.0)).orElseThrow();

        assertThat(summary.mean()).isEqualTo(85.0);
        assertThat(summary.standardDeviation()).isEmpty();
        assertThat(summary.interval()).isEmpty();
    }

    @Test
    void noSeedIsNothing() {
        assertThat(SeedSummary.of(List.of())).isEmpty();
    }

    /** Neither do they show how much another seed would differ. */
    @Test
    void equalSeedsHaveNoInterval() {
        for (double value : new double[] {0, 0.1, 80.1, 1e6}) {
            SeedSummary summary = SeedSummary.of(List.of(value, value, value)).orElseThrow();

            assertThat(summary.interval()).isEmpty();
            assertThat(summary.standardDeviation().orElseThrow()).isCloseTo(0, within(1e-9));
        }
        assertThat(SeedSummary.of(List.of(80.1, 80.11)).orElseThrow().interval())
                .isPresent();
    }

    @Test
    void anIntervalEndsWhereTheFigureCanBe() {
        Interval percent = new Interval(0, 100);

        assertThat(SeedSummary.of(List.of(98.0, 99.9))
                        .orElseThrow()
                        .within(percent)
                        .interval())
                .hasValueSatisfying(interval -> {
                    assertThat(interval.least()).isCloseTo(86.88, within(0.01));
                    assertThat(interval.greatest()).isEqualTo(100);
                });
        assertThat(SeedSummary.of(List.of(0.1, 99.9))
                        .orElseThrow()
                        .within(percent)
                        .interval())
                .hasValue(percent);
    }
}
