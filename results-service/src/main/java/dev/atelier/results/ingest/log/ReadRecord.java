package dev.atelier.results.ingest.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.message.Completeness;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.message.JsonProblem;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.SetAside.Kind;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log, read: an event, something of a type that this version does not know, or something unreadable.
 * Reading never fails, whatever the record holds.
 */
public sealed interface ReadRecord {
    /** Bytes of a key or a body that are decoded to show them. */
    int SHOWN_BYTES = 2000;

    /** Size of a record of which it is known only that it does not fit into the heap. */
    int UNKNOWN_SIZE = Integer.MAX_VALUE;

    LogPosition at();

    /** What was read. */
    ConsumerRecord<byte[], byte[]> source();

    record Known(LogPosition at, Event event, ConsumerRecord<byte[], byte[]> source) implements ReadRecord {}

    record Unknown(LogPosition at, String type, ConsumerRecord<byte[], byte[]> source) implements ReadRecord {}

    record Unreadable(SetAside setAside, ConsumerRecord<byte[], byte[]> source) implements ReadRecord {
        @Override
        public LogPosition at() {
            return setAside.changed();
        }
    }

    /** The same record, kept out of the projection. */
    default Unreadable because(Kind kind, String reason) {
        return new Unreadable(setAside(source()).because(kind, reason), source());
    }

    static ReadRecord of(ConsumerRecord<byte[], byte[]> record) {
        LogPosition at = new LogPosition(record.partition(), record.offset());
        if (EventCodec.isTooLarge(record)) {
            return new Unreadable(oversized(at), record);
        }
        String type = type(record);
        if (type.isEmpty()) {
            return unreadable(record, "the record has no header ce_type");
        }
        byte[] body = record.value();
        if (body == null) {
            return unreadable(record, "the record has no body");
        }
        try {
            Optional<Event> event = EventCodec.decode(type, body);
            if (event.isEmpty()) {
                return new Unknown(at, type, record);
            }
            return fault(event.get(), record)
                    .<ReadRecord>map(fault -> new Unreadable(fault, record))
                    .orElseGet(() -> new Known(at, event.get(), record));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return unreadable(record, "the body is not a valid " + type + ": " + JsonProblem.describe(e));
        }
    }

    private static Unreadable unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
        return new Unreadable(setAside(record).because(Kind.UNREADABLE, reason), record);
    }

    /** What stands for a record that does not fit into the heap. */
    static ConsumerRecord<byte[], byte[]> oversized(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                UNKNOWN_SIZE,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }

    /**
     * The same row whether the record was unpacked or did not fit into the heap, so that a rebuild with another heap makes
     * no other row.
     */
    private static SetAside oversized(LogPosition at) {
        return new SetAside(
                Topics.EVENTS.topicName(),
                at.partition(),
                at.offset(),
                "",
                "",
                Kind.UNREADABLE,
                "the record unpacks to more than " + Topics.LARGEST_TEXT_BYTES + " bytes; no event is larger",
                "",
                Instant.EPOCH,
                at);
    }

    private static Optional<SetAside> fault(Event event, ConsumerRecord<byte[], byte[]> record) {
        Optional<String> missing = Completeness.missing((Record) event);
        if (missing.isPresent()) {
            return missing.map(field -> setAside(record).because(Kind.INCOMPLETE, field + " is missing"));
        }
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        return key.equals(event.key())
                ? Optional.empty()
                : Optional.of(setAside(record)
                        .because(
                                Kind.MISPLACED,
                                "the record's key is '" + text(record.key()) + "'; expected " + event.key()));
    }

    private static String type(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader("ce_type"))
                .map(Header::value)
                .map(ReadRecord::text)
                .orElse("");
    }

    /** What can be shown of a record without reading it. */
    private static SetAside setAside(ConsumerRecord<byte[], byte[]> record) {
        if (EventCodec.isTooLarge(record)) {
            return oversized(new LogPosition(record.partition(), record.offset()));
        }
        return new SetAside(
                Topics.EVENTS.topicName(),
                record.partition(),
                record.offset(),
                text(record.key()),
                type(record),
                Kind.UNREADABLE,
                "",
                text(record.value()),
                Instant.ofEpochMilli(record.timestamp()),
                new LogPosition(record.partition(), record.offset()));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, 0, Math.min(bytes.length, SHOWN_BYTES), UTF_8);
    }
}
