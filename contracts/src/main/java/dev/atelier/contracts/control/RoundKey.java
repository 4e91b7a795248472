package dev.atelier.contracts.control;

import java.util.Optional;

/**
 * Keys of the controls topic under which the dataset service requests the end of a round from trainers: {@code JOB/round}.
 * The requests of people are under the job's id and stay as they were written.
 */
public final class RoundKey {
    private static final String SUFFIX = "/round";

    private RoundKey() {}

    /** The key for a job. */
    public static String of(String job) {
        return job + SUFFIX;
    }

    /** The job of a key; nothing where the key is none of these. */
    public static Optional<String> job(String key) {
        return key.endsWith(SUFFIX) ? Optional.of(key.substring(0, key.length() - SUFFIX.length())) : Optional.empty();
    }
}
