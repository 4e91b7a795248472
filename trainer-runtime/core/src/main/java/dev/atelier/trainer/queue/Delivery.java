package dev.atelier.trainer.queue;

import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as the broker handed it over: bytes that nobody has looked at yet.
 *
 * @param key the record's key, which is the job's id wherever it was queued as it should be
 * @param value the record's value; empty for a tombstone
 * @param topic where it waited
 * @param offset its place there
 * @param count how often the broker has handed it out, this time included; not the number of attempts at the job
 * @param queuedAt the record's own time
 * @param trace the trace that it is part of
 */
public record Delivery(
        Optional<String> key,
        Optional<byte[]> value,
        String topic,
        long offset,
        int count,
        Instant queuedAt,
        Context trace) {
    @Override
    public String toString() {
        return key.orElse("without a key") + " (" + topic + "@" + offset + ", delivery " + count + ")";
    }
}
