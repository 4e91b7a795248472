package dev.atelier.results.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.EventCodec;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.store.DeadLetter;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of the log, read: an event, something of a type that this version does not know, or something unreadable. */
sealed interface ReadRecord {
    LogPosition at();

    record Known(LogPosition at, Event event, DeadLetter ifRefused) implements ReadRecord {}

    record Unknown(LogPosition at, String type) implements ReadRecord {}

    record Unreadable(LogPosition at, DeadLetter letter) implements ReadRecord {}

    static ReadRecord of(ConsumerRecord<byte[], byte[]> record) {
        LogPosition at = new LogPosition(record.partition(), record.offset());
        String type = Optional.ofNullable(record.headers().lastHeader("ce_type"))
                .map(Header::value)
                .map(value -> new String(value, UTF_8))
                .orElse("");
        if (type.isEmpty()) {
            return new Unreadable(at, letter(record, type, "the record has no header ce_type"));
        }
        try {
            byte[] body = record.value();
            if (body == null) {
                return new Unreadable(at, letter(record, type, "the record has no body"));
            }
            Optional<Event> event = EventCodec.decode(record.headers(), body);
            if (event.isEmpty()) {
                return new Unknown(at, type);
            }
            return complaint(event.get(), text(record.key()))
                    .<ReadRecord>map(reason -> new Unreadable(at, letter(record, type, reason)))
                    .orElseGet(() -> new Known(at, event.get(), letter(record, type, "")));
        } catch (RuntimeException e) {
            return new Unreadable(at, letter(record, type, "the body is no " + type + ": " + cause(e)));
        }
    }

    private static String cause(RuntimeException e) {
        return e.getCause() instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e);
    }

    private static Optional<String> complaint(Event event, String key) {
        Optional<String> missing = Completeness.missing((Record) event).map(field -> field + " is missing");
        return missing.isPresent() || key.equals(event.key())
                ? missing
                : Optional.of("the record's key is '" + key + "'; expected " + event.key());
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, String type, String reason) {
        return new DeadLetter(
                new LogPosition(record.partition(), record.offset()),
                text(record.key()),
                type,
                reason,
                text(record.value()),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, 0, Math.min(bytes.length, 2000), UTF_8);
    }
}
