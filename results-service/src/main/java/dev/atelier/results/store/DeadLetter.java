package dev.atelier.results.store;

import dev.atelier.results.projection.LogPosition;
import java.time.Instant;

/**
 * A record of the log that is no event anyone can read.
 *
 * @param reason why it cannot be read or stored
 * @param excerpt the beginning of its body
 * @param writtenAt the record's own time
 */
public record DeadLetter(LogPosition at, String key, String type, String reason, String excerpt, Instant writtenAt) {
    public void save(Writes writes) {
        writes.put(Upsert.into("dead_letters")
                .key("log_partition", at.partition())
                .key("log_offset", at.offset())
                .set("key", key)
                .set("type", type)
                .set("reason", reason)
                .set("excerpt", excerpt)
                .set("written_at", writtenAt));
    }
}
