package dev.atelier.results.view.joblog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.atelier.contracts.joblog.JobLogLevel;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.text.Printable;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a job's log.
 *
 * @param position where the line lies in its topic, as {@code partition:offset}; {@code after} names it
 * @param time when it happened, by the trainer's clock
 * @param level {@code info}, {@code warn} or {@code error}
 * @param event what the line is about, in a word
 * @param attempt the number of the run; absent where the run has not started to train
 * @param round the round of the job; 0 where the trainer had not read it
 * @param stack the stack trace of an error
 */
public record JobLogEntry(
        String position,
        Instant time,
        String level,
        String event,
        Optional<Integer> attempt,
        int round,
        String run,
        String trainer,
        String message,
        Optional<String> stack) {
    private static final int INDENT = 4;
    private static final int LEVEL_LENGTH = 10;

    /** The line in its topic. */
    @JsonIgnore
    public LogPosition at() {
        return LogPosition.parse(position)
                .orElseThrow(
                        () -> new IllegalStateException(position + " is not a position; expected one such as 2:15"));
    }

    /** Distinguishes it from other lines on a page: another one once its attempt is known. */
    @JsonIgnore
    public String id() {
        return "log-" + position.replace(':', '-')
                + attempt.map(number -> "-" + number).orElse("");
    }

    /** The level as pages have it; words of later versions are {@link JobLogLevel#INFO}. */
    @JsonIgnore
    public String shownLevel() {
        return JobLogLevel.of(level).word();
    }

    @JsonIgnore
    public String shownMessage() {
        return Printable.line(message);
    }

    @JsonIgnore
    public Optional<String> shownStack() {
        return stack.map(Printable::lines);
    }

    /** The line as text, with its stack trace in the lines below. */
    @JsonIgnore
    public String text() {
        String line = "%s  %-5s  %s  %s"
                .formatted(
                        time,
                        Printable.line(level, LEVEL_LENGTH),
                        attempt.map(number -> "attempt " + number).orElse("attempt –"),
                        shownMessage());
        return line + "\n"
                + shownStack().map(lines -> lines.strip().indent(INDENT)).orElse("");
    }
}
