package dev.atelier.trainer.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.trainer.retention.Retention.Cause;
import dev.atelier.trainer.retention.Retention.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final Duration AGE = Duration.ofDays(180);

    @Test
    void anEntryIsTooOldOnlyBeyondTheLimit() {
        Retention retention = new Retention(100, AGE);

        assertThat(retention.cause(used(NOW.minus(AGE)), 1, 0, NOW)).isEmpty();
        assertThat(retention.cause(used(NOW.minus(AGE).minusNanos(1)), 1, 0, NOW))
                .contains(Cause.AGE);
        assertThat(retention.cause(used(NOW.plus(AGE)), 1, 0, NOW)).isEmpty();
    }

    @Test
    void thereIsTooMuchOnlyBeyondTheLimit() {
        Retention retention = new Retention(100, AGE);

        assertThat(retention.cause(used(NOW), 100, 0, NOW)).isEmpty();
        assertThat(retention.cause(used(NOW), 101, 0, NOW)).contains(Cause.SIZE);
        assertThat(retention.cause(used(NOW), 90, 10, NOW)).isEmpty();
        assertThat(retention.cause(used(NOW), 90, 11, NOW)).contains(Cause.SIZE);
    }

    @Test
    void ofNoLimitNothingIsDeleted() {
        Retention unlimited = Retention.unlimitedWhereZero(0, Duration.ZERO);

        assertThat(unlimited.cause(used(Instant.EPOCH), Long.MAX_VALUE, 0, NOW)).isEmpty();
        assertThat(Retention.unlimitedWhereZero(0, AGE).cause(used(Instant.EPOCH), Long.MAX_VALUE, 0, NOW))
                .contains(Cause.AGE);
        assertThat(Retention.unlimitedWhereZero(5, Duration.ZERO).cause(used(Instant.EPOCH), 6, 0, NOW))
                .contains(Cause.SIZE);
        assertThat(Retention.unlimitedWhereZero(5, AGE)).isEqualTo(new Retention(5, AGE));
    }

    @Test
    void whatWasUsedLongestAgoComesFirst() {
        Entry old = new Entry("b", NOW.minusSeconds(9), 1);
        Entry equallyOld = new Entry("a", NOW.minusSeconds(9), 1);
        Entry young = new Entry("0", NOW, 1);

        assertThat(List.of(young, old, equallyOld).stream().sorted(Retention.longestUnusedFirst()))
                .containsExactly(equallyOld, old, young);
    }

    @Test
    void limitsAreReportedInUnitsThatPeopleUse() {
        assertThat(new Retention(20L << 30, AGE).size()).isEqualTo("20 GiB");
        assertThat(new Retention((20L << 30) + 1, AGE).size()).isEqualTo("21474836481 bytes");
        assertThat(new Retention(0, AGE).size()).isEqualTo("0 bytes");
        assertThat(new Retention(0, AGE).age()).isEqualTo("180 days");
        assertThat(new Retention(0, Duration.ofHours(25)).age()).isEqualTo("PT25H");
    }

    @Test
    void limitsBelowZeroAreRefused() {
        assertThatThrownBy(() -> Retention.unlimitedWhereZero(-1, AGE))
                .hasMessage(
                        "retention is -1 bytes and PT4320H unused; expected at least 0 bytes and a duration above zero");
        assertThatThrownBy(() -> Retention.unlimitedWhereZero(1, AGE.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Entry used(Instant time) {
        return new Entry("entry", time, 1);
    }
}
