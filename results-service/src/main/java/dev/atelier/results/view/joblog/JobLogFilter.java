package dev.atelier.results.view.joblog;

import dev.atelier.contracts.joblog.JobLogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which lines of a job's log are read.
 *
 * @param attempt only those of the run with this number
 * @param level only those of this level or above
 */
public record JobLogFilter(Optional<Integer> attempt, JobLogLevel level) {
    /** Every line. */
    public static final JobLogFilter ALL = new JobLogFilter(Optional.empty(), JobLogLevel.INFO);

    /** Conditions on the lines of a job, to be added to others; empty for all lines. */
    String condition() {
        return attempt.map(number -> " AND a.number = ?").orElse("")
                + (level == JobLogLevel.INFO ? "" : " AND l.level IN (" + words() + ")");
    }

    /** The arguments of the condition. */
    List<Object> arguments() {
        return new ArrayList<>(attempt.stream().toList());
    }

    private String words() {
        return Stream.of(JobLogLevel.values())
                .filter(each -> each.compareTo(level) >= 0)
                .map(each -> "'" + each.word() + "'")
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
    }
}
