package dev.atelier.contracts.message;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.json.Json;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of records that anybody may have written. A body that is not what its topic holds is refused by an
 * {@link IllegalArgumentException} whose message names the field, the value and what is expected.
 */
public final class MessageReader {
    private static final int SHOWN = 100;

    private MessageReader() {}

    /**
     * Reads a message that has all its fields.
     *
     * @param what the message for the reader of an error, such as "a job"
     */
    public static <R extends Record> R read(byte @Nullable [] body, Class<R> type, String what) {
        if (body == null || body.length == 0) {
            throw new IllegalArgumentException("the record is empty; expected " + what + " as JSON");
        }
        R message;
        try {
            message = Json.read(body, type);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("expected " + what + " as JSON, but " + JsonProblem.describe(e), e);
        }
        if (message == null) {
            throw new IllegalArgumentException("the record is null; expected " + what + " as JSON");
        }
        Completeness.missing(message).ifPresent(field -> {
            throw new IllegalArgumentException(field + " is missing; expected " + what + " as JSON");
        });
        return message;
    }

    /** Reads the manifest that a record with this key holds. */
    public static DatasetManifest readManifest(String key, byte @Nullable [] body) {
        DatasetManifest manifest = read(body, DatasetManifest.class, "a manifest");
        if (!manifest.key().equals(key)) {
            throw new IllegalArgumentException("the manifest is of " + Excerpt.of(manifest.key(), SHOWN)
                    + "; expected the record's key, " + Excerpt.of(key, SHOWN));
        }
        return manifest;
    }
}
