package dev.atelier.contracts.joblog;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.json.ZeroIfAbsent;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.message.MessageReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a job's log, in the topic of logs under the job's id. Lines are for people: nothing follows from them, they are
 * deleted by age and size, and some may be missing. Readers ignore members and words that they do not know. Of the text that
 * is longer than a line may be, the beginning is kept.
 *
 * <p>The number of the attempt is not in a line: a trainer does not know it. It is that of the run.
 *
 * @param round the round of the job; 0 while the trainer has not read it
 * @param run the run of the job that the line is about
 * @param sequence distinguishes the lines of a run, and orders them
 * @param trainer the trainer and its machine, such as {@code mlp-trainer on node-3}
 * @param level the word of a {@link JobLogLevel}
 * @param event the word of a {@link JobLogEvent}
 * @param message a sentence without a full stop
 * @param stack the stack trace of an error
 * @param time when it happened, by the trainer's clock
 */
public record JobLogLine(
        String job,
        @ZeroIfAbsent int round,
        String run,
        int sequence,
        String trainer,
        String level,
        String event,
        String message,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stack,
        Instant time) {
    /** Characters of the longest message. */
    public static final int LONGEST_MESSAGE = 2_000;

    /** Characters of the longest stack trace. */
    public static final int LONGEST_STACK = 16 * 1024;

    /** Characters of the longest word or name. */
    private static final int LONGEST_NAME = 200;

    public JobLogLine {
        run = beginning(run, LONGEST_NAME);
        trainer = beginning(trainer, LONGEST_NAME);
        level = beginning(level, LONGEST_NAME);
        event = beginning(event, LONGEST_NAME);
        message = beginning(message, LONGEST_MESSAGE);
        stack = stack == null ? null : beginning(stack, LONGEST_STACK);
    }

    /**
     * Reads the line that a record holds.
     *
     * @param key the key of the record
     * @throws IllegalArgumentException if it holds none; the message names what is wrong and what is expected
     */
    public static JobLogLine read(String key, byte @Nullable [] body) {
        JobLogLine line = MessageReader.read(body, JobLogLine.class, "a line of a job's log");
        JobId.require(line.job());
        if (!line.job().equals(key)) {
            throw new IllegalArgumentException(
                    "job is " + line.job() + "; expected the record's key, " + Excerpt.of(key, LONGEST_NAME));
        }
        if (line.sequence() < 0 || line.round() < 0) {
            throw new IllegalArgumentException("sequence is " + line.sequence() + " and round " + line.round()
                    + "; expected numbers that are not negative");
        }
        return line;
    }

    /** Absent members of a record that is being read are null until it is checked. */
    private static String beginning(String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        boolean cutsCharacter = Character.isHighSurrogate(text.charAt(length - 2));
        return text.substring(0, cutsCharacter ? length - 2 : length - 1) + "…";
    }
}
