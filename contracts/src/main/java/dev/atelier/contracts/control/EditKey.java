package dev.atelier.contracts.control;

import java.util.Optional;

/**
 * The key in the controls topic under which a job or a study is edited: its id, then {@code /edit}. Each record under it
 * becomes an event; where the broker cleans the topic before that, which takes a week without a dataset service, only the
 * last one of a key does.
 */
public final class EditKey {
    private static final String SUFFIX = "/edit";

    private EditKey() {}

    /** @param id of a job or a study */
    public static String of(String id) {
        return id + SUFFIX;
    }

    /** The id of the job or study that is edited under a key; empty where the key is that of another control. */
    public static Optional<String> subject(String key) {
        return key.endsWith(SUFFIX) ? Optional.of(key.substring(0, key.length() - SUFFIX.length())) : Optional.empty();
    }
}
