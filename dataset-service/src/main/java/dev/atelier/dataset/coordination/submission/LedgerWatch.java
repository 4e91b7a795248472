package dev.atelier.dataset.coordination.submission;

import dev.atelier.dataset.coordination.ledger.Ledger;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When it is time to look for what is due: once the ledger or something else has changed, or after some time. A look is followed by a rest of
 * nine times its duration, so that looking takes one part in ten of the thread or less. Used from one thread, except for
 * {@link #reportChange}.
 */
final class LedgerWatch {
    private static final int LEAST_REST = 9;

    private final Ledger ledger;
    private final Duration idle;
    private final LongSupplier nanoTime;
    private volatile boolean isChanged;
    private long seen = -1;
    private long lookedAt;
    private long restsUntil;

    /** @param idle after this time something may be due although nothing has been read */
    LedgerWatch(Ledger ledger, Duration idle, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.idle = idle;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.restsUntil = lookedAt;
    }

    /** Whether to look now; where it is time, what has changed so far counts as seen. */
    boolean begin() {
        long now = nanoTime.getAsLong();
        boolean isUnchanged = !isChanged && ledger.version() == seen && now - lookedAt < idle.toNanos();
        if (isUnchanged || now < restsUntil) {
            return false;
        }
        lookedAt = now;
        isChanged = false;
        seen = ledger.version();
        return true;
    }

    /** Makes it time to look. */
    void reportChange() {
        isChanged = true;
    }

    /** What a look finds; its duration adds to the rest. */
    <T> T look(Supplier<T> find) {
        long start = nanoTime.getAsLong();
        try {
            return find.get();
        } finally {
            long now = nanoTime.getAsLong();
            restsUntil = Math.max(restsUntil, now) + LEAST_REST * (now - start);
        }
    }
}
