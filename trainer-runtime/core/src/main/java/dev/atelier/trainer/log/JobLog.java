package dev.atelier.trainer.log;

import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.contracts.joblog.JobLogLevel;
import dev.atelier.contracts.joblog.JobLogLine;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * The log of one run of a job. Writing a line takes no time and never fails: a line that cannot be kept is lost. Safe for use
 * by several threads.
 */
public final class JobLog {
    private static final Logger LOG = Logger.getLogger(JobLog.class);

    private final JobLogs logs;
    private final String job;
    private final String run;
    private final IntSupplier round;
    /** Of the last line; 0 is left to the line that counts what was lost before the first. */
    private int sequence;

    JobLog(JobLogs logs, String job, String run, IntSupplier round) {
        this.logs = logs;
        this.job = job;
        this.run = run;
        this.round = round;
    }

    /** @param message a sentence without a full stop */
    public void info(JobLogEvent event, String message) {
        add(JobLogLevel.INFO, event, message, Optional.empty());
    }

    /** A line about what delays the job, or sends it back to its queue. */
    public void warn(JobLogEvent event, String message) {
        add(JobLogLevel.WARN, event, message, Optional.empty());
    }

    public void error(JobLogEvent event, String message) {
        add(JobLogLevel.ERROR, event, message, Optional.empty());
    }

    /** A line with the stack trace of the error. */
    public void error(JobLogEvent event, String message, Throwable error) {
        add(JobLogLevel.ERROR, event, message, Optional.of(error));
    }

    private synchronized void add(JobLogLevel level, JobLogEvent event, String message, Optional<Throwable> error) {
        try {
            logs.sink()
                    .add(new JobLogLine(
                            job,
                            round.getAsInt(),
                            run,
                            ++sequence,
                            logs.trainer(),
                            level.word(),
                            event.word(),
                            message,
                            error.map(StackText::of).orElse(null),
                            logs.clock().instant()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.debugf(e, "A line of the log of job %s is lost", job);
        }
    }
}
