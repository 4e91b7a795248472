package dev.atelier.contracts.control;

import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.message.Excerpt;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key in the controls topic under which the result of a job is pinned: the job's id, then {@code /pin}. It is another
 * than that of the job's other controls, because in a compacted topic the last record of a key is the only one.
 */
public final class PinKey {
    private static final String SUFFIX = "/pin";

    private PinKey() {}

    public static String of(String job) {
        return JobId.require(job) + SUFFIX;
    }

    /**
     * The job that a key pins; empty where the key is that of another control.
     *
     * @throws IllegalArgumentException if it is that of a pin, and not of a job's
     */
    public static Optional<String> job(String key) {
        return key.endsWith(SUFFIX)
                ? Optional.of(JobId.require(key.substring(0, key.length() - SUFFIX.length())))
                : Optional.empty();
    }

    /**
     * Reads what is written under such a key; empty where the pin is removed. A value that is not a pin counts as one
     * for a reader that keeps results, because a compacted topic may have forgotten the pin that stood there before.
     *
     * @throws IllegalArgumentException if it is no pin; the message names what is wrong and what is expected
     */
    public static Optional<JobControl> read(byte @Nullable [] value, Instant recordTime) {
        Optional<JobControl> control = Optional.ofNullable(value)
                .filter(json -> json.length > 0)
                .map(json -> JobControl.read(json, recordTime, JobControl.PIN));
        control.filter(pin -> !pin.action().equals(JobControl.PIN)).ifPresent(other -> {
            throw new IllegalArgumentException("action is \"" + Excerpt.of(other.action(), 100) + "\"; expected \""
                    + JobControl.PIN + "\", or an empty record to remove the pin");
        });
        return control;
    }
}
