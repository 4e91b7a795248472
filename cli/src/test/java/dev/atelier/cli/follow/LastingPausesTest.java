package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastingPausesTest {
    private long seconds;
    private final LastingPauses pauses = new LastingPauses(() -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void aPauseLastsOnceItHasBeenSeenForAWhile() {
        assertThat(pauses.observe("a", true)).isFalse();
        seconds = 3;
        assertThat(pauses.observe("a", true)).isFalse();
        assertThat(pauses.observe("b", true)).isFalse();
        seconds = 4;
        assertThat(pauses.observe("a", true)).isTrue();
        assertThat(pauses.observe("b", true)).isFalse();
    }

    @Test
    void aJobThatWentOnBeginsANewPause() {
        pauses.observe("a", true);
        seconds = 3;
        assertThat(pauses.observe("a", false)).isFalse();
        pauses.observe("a", true);
        seconds = 6;

        assertThat(pauses.observe("a", true)).isFalse();
    }
}
