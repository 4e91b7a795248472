package dev.atelier.dataset.coordination.request;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.message.Traces;
import io.opentelemetry.context.Context;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of the submissions topic, whatever is in it.
 *
 * @param id follows from the record's place and content, so it is the same however often the record is read
 * @param fresh whether jobs that have a result are to be trained again; requested by the header {@code fresh: true}
 * @param value nothing where the record has none, or is oversized
 * @param trace the trace that it is part of
 * @param owner who submitted it, by the header {@code owner}; nothing where it has none
 * @param oversized whether it unpacks to more than the heap holds, so that only its place is known
 */
public record Submission(
        String id,
        RecordOrigin origin,
        boolean fresh,
        Optional<byte[]> value,
        Context trace,
        Optional<String> owner,
        boolean oversized) {
    /** Header of the record, and parameter of the request, that requests to train again what has a result. */
    public static final String FRESH = "fresh";

    /** Header of the record that names who submitted it; written where the request had a token. */
    public static final String OWNER = "owner";

    private static final int OWNER_LENGTH = 200;
    private static final int ID_LENGTH = 20;
    private static final int KEY_LENGTH = 200;
    private static final int EXCERPT_LENGTH = 200;

    public Submission(String id, RecordOrigin origin, boolean fresh, Optional<byte[]> value, Context trace) {
        this(id, origin, fresh, value, trace, Optional.empty(), false);
    }

    public static Submission of(ConsumerRecord<byte[], byte[]> record) {
        Header fresh = record.headers().lastHeader(FRESH);
        boolean isFresh = fresh != null
                && fresh.value() != null
                && new String(fresh.value(), StandardCharsets.UTF_8).equals("true");
        String key = Optional.ofNullable(record.key())
                .map(bytes -> Excerpt.of(bytes, KEY_LENGTH))
                .orElse("");
        return new Submission(
                id(record.partition(), record.offset(), record.timestamp(), Optional.ofNullable(record.value())),
                new RecordOrigin(record.partition(), record.offset(), key),
                isFresh,
                Optional.ofNullable(record.value()),
                Traces.of(record.headers()),
                Optional.ofNullable(record.headers().lastHeader(OWNER))
                        .map(Header::value)
                        .map(name -> Excerpt.of(name, OWNER_LENGTH))
                        .filter(name -> !name.isBlank()),
                false);
    }

    /** A record that unpacks to more than the heap holds. */
    public static Submission oversized(int partition, long offset) {
        return new Submission(
                id(partition, offset, ConsumerRecord.NO_TIMESTAMP, Optional.empty()),
                new RecordOrigin(partition, offset, ""),
                false,
                Optional.empty(),
                Context.root(),
                Optional.empty(),
                true);
    }

    /** The beginning of what was submitted, fit to be shown. */
    public String excerpt() {
        return value.map(bytes -> Excerpt.of(bytes, EXCERPT_LENGTH)).orElse("");
    }

    private static String id(int partition, long offset, long timestamp, Optional<byte[]> value) {
        ByteBuffer place =
                ByteBuffer.allocate(20).putInt(partition).putLong(offset).putLong(timestamp);
        byte[] content = value.orElseGet(() -> new byte[0]);
        MessageDigest sha256 = Sha256.create();
        sha256.update(place.array());
        sha256.update(content);
        return Sha256.hex(sha256).substring(0, ID_LENGTH);
    }
}
