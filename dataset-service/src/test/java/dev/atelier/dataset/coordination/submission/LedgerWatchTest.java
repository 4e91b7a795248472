package dev.atelier.dataset.coordination.submission;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static dev.atelier.dataset.coordination.ledger.Examples.START;
import static dev.atelier.dataset.coordination.ledger.Examples.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.dataset.coordination.ledger.Ledger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerWatchTest {
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Ledger ledger = new Ledger();
    private long nanos;
    private final LedgerWatch watch = new LedgerWatch(ledger, IDLE, () -> nanos);

    @Test
    void itIsTimeToLookOnceSomethingHasChangedOrAfterSomeTime() {
        assertThat(watch.begin()).isTrue();
        assertThat(watch.begin()).isFalse();

        ledger.apply(queued("j", 1, NOON), START, 0);
        assertThat(watch.begin()).isTrue();
        assertThat(watch.begin()).isFalse();

        pass(IDLE);
        assertThat(watch.begin()).isTrue();
        assertThat(watch.begin()).isFalse();

        watch.reportChange();
        assertThat(watch.begin()).isTrue();
        assertThat(watch.begin()).isFalse();
    }

    @Test
    void itRestsNineTimesAsLongAsItsLooksTookWhateverChanges() {
        assertThat(watch.begin()).isTrue();
        look(IDLE);
        look(IDLE);
        ledger.apply(queued("j", 1, NOON), START, 0);

        pass(IDLE.multipliedBy(17).minusNanos(1));
        assertThat(watch.begin()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(watch.begin()).isTrue();
    }

    @Test
    void whatChangesDuringALookIsLookedAtNext() {
        assertThat(watch.begin()).isTrue();
        watch.look(() -> {
            ledger.apply(queued("j", 1, NOON), START, 0);
            return "found";
        });

        assertThat(watch.begin()).isTrue();
    }

    private void look(Duration duration) {
        assertThat(watch.look(() -> {
                    pass(duration);
                    return "found";
                }))
                .isEqualTo("found");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
