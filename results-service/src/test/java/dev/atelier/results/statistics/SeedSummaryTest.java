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

    @Test
    void equalSeedsLeaveNoRoom() {
        assertThat(SeedSummary.of(List.of(0.1, 0.1, 0.1)).orElseThrow().interval())
                .hasValueSatisfying(interval -> {
                    assertThat(interval.least()).isCloseTo(0.1, within(1e-12));
                    assertThat(interval.greatest()).isCloseTo(0.1, within(1e-12));
                });
    }
}
