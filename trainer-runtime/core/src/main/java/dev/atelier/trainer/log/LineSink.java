package dev.atelier.trainer.log;

import dev.atelier.contracts.joblog.JobLogLine;

/** Takes the lines of jobs' logs, from any thread, without blocking and without failing. */
@FunctionalInterface
public interface LineSink {
    /** Drops every line. */
    LineSink NONE = line -> {};

    void add(JobLogLine line);
}
