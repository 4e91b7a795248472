package dev.atelier.results.store;

import dev.atelier.results.projection.SetAside;

/** Records that were set aside, into their table: one row for each, however often it is reported. */
public final class DeadLetters {
    private DeadLetters() {}

    public static void save(Writes writes, SetAside record) {
        writes.replace(TableRow.into("dead_letters")
                .key("topic", record.topic())
                .key("record_partition", record.partition())
                .key("record_offset", record.offset())
                .set("key", record.key())
                .set("type", record.type())
                .set("kind", record.kind().word())
                .set("reason", record.reason())
                .set("excerpt", record.excerpt())
                .set("time", record.time())
                .set("log_partition", record.changed().partition())
                .set("log_offset", record.changed().offset()));
    }
}
