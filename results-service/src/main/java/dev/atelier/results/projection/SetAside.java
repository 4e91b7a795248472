package dev.atelier.results.projection;

import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.results.text.Printable;
import java.time.Instant;
import java.util.Locale;

/**
 * A record that was set aside: one of the events that the projection itself cannot take, or one of another topic that a
 * service cannot read. Its texts are printable and short, and its time is one that a database knows, whatever the
 * record holds, so that this much can always be stored.
 *
 * @param topic the topic of the record, like {@code partition} and {@code offset}
 * @param type the type of the event that it claims to be; empty where it claims none
 * @param reason why, as a sentence
 * @param excerpt the beginning of its body
 * @param time when it was written or, of another topic, set aside
 * @param changed the record of the log that this row follows from
 */
public record SetAside(
        String topic,
        int partition,
        long offset,
        String key,
        String type,
        Kind kind,
        String reason,
        String excerpt,
        Instant time,
        LogPosition changed) {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_EXCERPT = 500;

    public SetAside {
        topic = Printable.line(topic, LONGEST_KEY);
        key = Printable.line(key, LONGEST_KEY);
        type = Printable.line(type, LONGEST_TYPE);
        reason = Printable.line(reason, LONGEST_REASON);
        excerpt = Printable.line(excerpt, LONGEST_EXCERPT);
        time = StoredTime.of(time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time);
    }

    /** Why a record was set aside, in one word. */
    public enum Kind {
        /** It is no JSON of its type. */
        UNREADABLE,
        /** A field that has to be there is missing. */
        INCOMPLETE,
        /** Its key is not that of its content. */
        MISPLACED,
        /** Its content cannot be made into rows. */
        UNPROJECTABLE,
        /** The database does not take the rows. */
        REFUSED;

        /** In tables and labels. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a service reports of a record of another topic. */
    public static SetAside of(RecordSetAside event, LogPosition at) {
        if (event.topic().equals(Topics.EVENTS.topicName())) {
            throw new IllegalArgumentException(
                    "topic is '" + event.topic() + "'; expected another one than the events'");
        }
        return new SetAside(
                event.topic(),
                event.partition(),
                event.offset(),
                event.recordKey(),
                "",
                Kind.UNREADABLE,
                event.reason(),
                event.excerpt(),
                event.time(),
                at);
    }

    /** The same record, set aside for this reason. */
    public SetAside because(Kind otherKind, String otherReason) {
        return new SetAside(topic, partition, offset, key, type, otherKind, otherReason, excerpt, time, changed);
    }
}
