package dev.atelier.trainer.log;

import java.time.Clock;
import java.util.function.IntSupplier;

/**
 * The logs of the jobs that a trainer works on.
 *
 * @param trainer the trainer and its machine, such as {@code mlp-trainer on node-3}
 * @param clock of the times in the lines
 */
public record JobLogs(LineSink sink, String trainer, Clock clock) {
    /** Logs that nobody keeps. */
    public static final JobLogs NONE = new JobLogs(LineSink.NONE, "", Clock.systemUTC());

    /** The log of a run of a job, which begins with it; {@code round} is 0 while it is not known. */
    public JobLog of(String job, String run, IntSupplier round) {
        return new JobLog(this, job, run, round);
    }
}
