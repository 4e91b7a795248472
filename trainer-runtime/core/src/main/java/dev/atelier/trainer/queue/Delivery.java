package dev.atelier.trainer.queue;

import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as the broker delivered it: bytes that have not been read yet.
 *
 * @param key the record's key, which is the job's id where it was queued correctly
 * @param value the record's value; empty for a tombstone
 * @param topic where it waited
 * @param log id of that topic, which a recreated topic of the same name does not have
 * @param offset its place there
 * @param count how often the broker has delivered it, this time included; not the number of attempts at the job
 * @param queuedAt the record's own time
 * @param postponed how often a worker that had no room for it has put it at the end of the queue
 * @param trace the trace that it is part of
 */
public record Delivery(
        Optional<String> key,
        Optional<byte[]> value,
        String topic,
        String log,
        long offset,
        int count,
        Instant queuedAt,
        int postponed,
        Context trace) {
    private static final int LONGEST_NAME = 60;

    /** The record's key as it can be shown, or its place where it has none. */
    public String name() {
        return key.filter(text -> !text.isBlank())
                .map(text -> text.codePoints()
                        .limit(LONGEST_NAME)
                        .map(each -> each > ' ' && each <= '~' ? each : '?')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .orElse(topic + "@" + offset);
    }

    @Override
    public String toString() {
        return name() + " (" + topic + "@" + offset + ", delivery " + count + ")";
    }
}
