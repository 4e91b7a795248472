package dev.atelier.results.projection;

import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * One start of a job.
 *
 * @param number from 1, in the order of the log
 * @param run the random id under which the trainer publishes
 * @param resumedFrom the checkpoint it goes on from
 * @param endedAt when it published its end
 */
public record AttemptRow(
        String job,
        int number,
        String run,
        AttemptState state,
        Optional<Checkpoint> resumedFrom,
        Environment environment,
        Instant startedAt,
        Optional<Instant> endedAt,
        LogPosition changed) {

    AttemptRow lost(LogPosition at) {
        return new AttemptRow(
                job, number, run, AttemptState.LOST, resumedFrom, environment, startedAt, Optional.empty(), at);
    }

    AttemptRow ended(AttemptState how, Instant time, LogPosition at) {
        return new AttemptRow(job, number, run, how, resumedFrom, environment, startedAt, Optional.of(time), at);
    }
}
