package dev.atelier.results.projection;

import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One start of a job.
 *
 * @param number from 1, in the order of the log
 * @param run the random id under which the trainer publishes
 * @param resumedFrom the checkpoint that it continues from
 * @param endedAt when it published its end; of a RUNNING attempt, when it was cancelled in an older round than the latest
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
    /**
     * The attempt that a start adds to those of its job.
     *
     * @throws IllegalArgumentException if there are too many
     */
    static AttemptRow next(List<AttemptRow> known, JobStarted event, LogPosition at) {
        if (known.size() == JobLifecycle.MOST_RUNS) {
            throw new IllegalArgumentException("job " + event.job() + " has been started " + JobLifecycle.MOST_RUNS
                    + " times; no more starts are kept");
        }
        return new AttemptRow(
                event.job(),
                known.size() + 1,
                event.run(),
                AttemptState.RUNNING,
                Optional.ofNullable(event.resumedFrom()),
                event.environment(),
                StoredTime.of(event.time()),
                Optional.empty(),
                at);
    }

    AttemptRow lost(LogPosition at) {
        return new AttemptRow(
                job, number, run, AttemptState.LOST, resumedFrom, environment, startedAt, Optional.empty(), at);
    }

    /** Another run starts in its place. */
    AttemptRow replaced(LogPosition at) {
        return endedAt.map(time -> ended(AttemptState.CANCELLED, time, at)).orElseGet(() -> lost(at));
    }

    boolean isWithoutEnd() {
        return endedAt.isEmpty() && (state == AttemptState.RUNNING || state == AttemptState.LOST);
    }

    /** A RUNNING attempt stays the current one until another run starts, as in the state machine of the job. */
    AttemptRow cancelledInOlderRound(Instant time, LogPosition at) {
        AttemptState how = state == AttemptState.RUNNING ? state : AttemptState.CANCELLED;
        return ended(how, time, at);
    }

    AttemptRow ended(AttemptState how, Instant time, LogPosition at) {
        return new AttemptRow(job, number, run, how, resumedFrom, environment, startedAt, Optional.of(time), at);
    }
}
