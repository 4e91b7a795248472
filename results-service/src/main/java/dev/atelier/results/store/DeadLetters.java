package dev.atelier.results.store;

import dev.atelier.results.projection.SetAside;
import dev.atelier.results.sql.Table;

/** Records that were set aside, into their table: one row for each, however often it is reported. */
public final class DeadLetters {
    private static final Table<SetAside> TABLE = Table.<SetAside>named("dead_letters")
            .key("topic", SetAside::topic)
            .key("record_partition", SetAside::partition)
            .key("record_offset", SetAside::offset)
            .set("key", SetAside::key)
            .set("type", SetAside::type)
            .set("kind", record -> record.kind().word())
            .set("reason", SetAside::reason)
            .set("excerpt", SetAside::excerpt)
            .set("time", SetAside::time)
            .set("log_partition", record -> record.changed().partition())
            .set("log_offset", record -> record.changed().offset())
            .build();

    private DeadLetters() {}

    public static void save(Writes writes, SetAside record) {
        writes.replace(TABLE, record);
    }
}
