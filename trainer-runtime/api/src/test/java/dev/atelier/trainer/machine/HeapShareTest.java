package dev.atelier.trainer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapShareTest {
    private static final long MEBI = 1L << 20;

    @Test
    void aReserveIsNeverGivenAway() {
        assertThat(HeapShare.usable(2048 * MEBI)).isEqualTo(1664 * MEBI);
        assertThat(HeapShare.usable(256 * MEBI)).isEqualTo(96 * MEBI);
        assertThat(HeapShare.usable(100 * MEBI)).isZero();
    }
}
