package dev.atelier.contracts.control;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.Excerpt;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A request about a job or a study, in the controls topic under its id. A control of a job
 * that names a round has no effect on later ones; one that names none has an effect unless it is older than the
 * job's latest queueing.
 *
 * @param action {@code cancel}, {@code pause}, {@code resume}, {@code preempt} or {@code pin}; readers ignore an action that they do not know
 * @param reason why, for people
 * @param round the round of the job that it is about, from 1; 0 where it names none
 * @param now whether a pause gives up the epoch that is being trained, instead of ending after it
 * @param time when it was requested
 */
public record JobControl(
        String action,
        String reason,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int round,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean now,
        Instant time) {
    public static final String CANCEL = "cancel";

    /** The job ends its round after the epoch that is being trained, and continues when it is resumed. */
    public static final String PAUSE = "pause";

    /** Under a {@link RoundKey}: the round ends as by a pause, and the job is queued again, behind more urgent ones. */
    public static final String PREEMPT = "preempt";

    /** A pause ends. */
    public static final String RESUME = "resume";

    /** Under a {@link PinKey}, which takes it back where it is empty: the files of the job's result are kept. */
    public static final String PIN = "pin";

    /** Characters of the longest reason; a longer one is cut where it is read. */
    public static final int LONGEST_REASON = 1000;

    private static final int LONGEST_ACTION = 100;
    /** By how much the clock of a control's writer may be ahead of the broker's. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

    /** A control as anybody may have typed it. */
    private record Written(
            @Nullable String action,
            @Nullable String reason,
            @Nullable Integer round,
            @Nullable Boolean now,
            @Nullable String time) {}

    /** A control that names no round. */
    public JobControl(String action, String reason, Instant time) {
        this(action, reason, 0, false, time);
    }

    /** The same control of one round of a job. */
    public JobControl ofRound(int only) {
        return new JobControl(action, reason, only, now, time);
    }

    /** Whether it is a request to pause. */
    @JsonIgnore
    public boolean isPause() {
        return action.equals(PAUSE);
    }

    /** Whether it makes room for a more urgent job. */
    @JsonIgnore
    public boolean isPreemption() {
        return action.equals(PREEMPT);
    }

    /** Whether it ends pauses. */
    @JsonIgnore
    public boolean isResumption() {
        return action.equals(RESUME);
    }

    /**
     * Whether it has an effect on a round of a job that was queued at some time. One of a later round has: older rounds are
     * over.
     */
    public boolean concerns(int jobRound, Instant queuedAt) {
        return round == 0 || jobRound == 0 ? time.isAfter(queuedAt) : round >= jobRound;
    }

    /**
     * Reads a control. Where it names no reason it has an empty one, and where it names no time that of its record counts.
     *
     * @param recordTime when the record was written
     * @throws IllegalArgumentException if it is not a control; the message names what is wrong and what is expected
     */
    public static JobControl read(byte[] json, Instant recordTime) {
        return read(json, recordTime, CANCEL);
    }

    /** The same, where one action alone makes sense: a refusal names it. */
    static JobControl read(byte[] json, Instant recordTime, String expected) {
        @Nullable Written written;
        try {
            written = Json.read(json, Written.class);
        } catch (UncheckedIOException e) {
            throw refused(Excerpt.of(json, LONGEST_ACTION), expected, e);
        }
        if (written == null) {
            throw refused("null", expected, null);
        }
        @Nullable String action = written.action();
        if (action == null || action.isBlank() || action.length() > LONGEST_ACTION) {
            throw new IllegalArgumentException("action is "
                    + (action == null ? "missing" : '"' + Excerpt.of(action, LONGEST_ACTION) + '"')
                    + "; expected \"" + expected + '"');
        }
        @Nullable Integer round = written.round();
        if (round != null && round < 1) {
            throw new IllegalArgumentException(
                    "round is " + round + "; expected the round of the job, at least 1, or no field round");
        }
        @Nullable String reason = written.reason();
        Instant time = time(written.time(), recordTime);
        return new JobControl(
                action,
                reason == null ? "" : Excerpt.of(reason, LONGEST_REASON),
                round == null ? 0 : round,
                Boolean.TRUE.equals(written.now()),
                time);
    }

    private static Instant time(@Nullable String written, Instant recordTime) {
        if (written == null) {
            return recordTime;
        }
        try {
            Instant time = Instant.parse(written);
            if (!time.isAfter(recordTime.plus(CLOCK_DIFFERENCE))) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Refused below, like a time in the future.
        }
        throw new IllegalArgumentException("time is \"" + Excerpt.of(written, LONGEST_ACTION)
                + "\"; expected a time such as " + recordTime + ", the time of its record, and not a later one");
    }

    private static IllegalArgumentException refused(String value, String expected, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "the control is " + value + "; expected a JSON object such as {\"action\":\"" + expected + "\"}",
                cause);
    }
}
