package dev.atelier.kafka;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.message.Excerpt;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Logs which records were set aside, and why. A topic full of such records must neither fill the log nor slow down the
 * reading: after {@value #LINES} lines in one minute it only counts. Used by one thread.
 */
final class SetAsideLog {
    static final int LINES = 20;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 300;

    private final Consumer<String> lines;
    private final LongSupplier nanoTime;
    private long periodStart;
    private int logged;
    private long counted;

    /** @param nanoTime a monotonic clock; {@link System#nanoTime} */
    SetAsideLog(Consumer<String> lines, LongSupplier nanoTime) {
        this.lines = lines;
        this.nanoTime = nanoTime;
        this.periodStart = nanoTime.getAsLong();
    }

    void add(ConsumerRecord<?, ?> record, String reason) {
        endPeriod();
        if (logged == LINES) {
            counted++;
            return;
        }
        logged++;
        lines.accept("Set aside the record at offset " + record.offset() + " of " + record.topic() + "-"
                + record.partition() + ": " + Excerpt.of(reason, LONGEST_REASON));
    }

    /** Logs what was only counted, once its minute is over. */
    void endPeriod() {
        long now = nanoTime.getAsLong();
        if (now - periodStart < PERIOD.toNanos()) {
            return;
        }
        if (counted > 0) {
            lines.accept(
                    "Set aside " + counted + " more " + Counted.noun(counted, "record") + "; see the dead letters");
        }
        periodStart = now;
        logged = 0;
        counted = 0;
    }
}
