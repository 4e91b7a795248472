package dev.atelier.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration LOCK = Duration.ofSeconds(10);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Lease lease = new Lease(now::get, LOCK, now.get());

    @Test
    void isHeldUntilTheLockHasRunOut() {
        now.addAndGet(LOCK.toNanos() - 1);
        assertThat(lease.held()).isTrue();
        assertThat(lease.interruption()).isEmpty();
        now.addAndGet(1);
        assertThat(lease.held()).isFalse();
        assertThat(lease.interruption()).contains(Interruption.LOST);
    }

    @Test
    void lastsALockLongerFromTheMomentARenewalWasAskedFor() {
        long askedAt = now.addAndGet(LOCK.toNanos() / 2);
        now.addAndGet(LOCK.toNanos() / 4);
        lease.extend(askedAt);
        now.set(askedAt + LOCK.toNanos() - 1);
        assertThat(lease.held()).isTrue();
        now.set(askedAt + LOCK.toNanos());
        assertThat(lease.held()).isFalse();
    }

    @Test
    void staysLostWhateverIsSaidAfterwards() {
        now.addAndGet(LOCK.toNanos());
        assertThat(lease.held()).isFalse();
        lease.extend(now.get());
        assertThat(lease.held()).isFalse();
    }

    @Test
    void aLostJobIsNotHandedBackWhenTheProcessStops() {
        lease.stop();
        assertThat(lease.interruption()).contains(Interruption.STOPPING);
        lease.lose();
        assertThat(lease.interruption()).contains(Interruption.LOST);
    }
}
