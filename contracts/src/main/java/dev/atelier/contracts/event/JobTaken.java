package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * A trainer took a job from its queue and has cores for it; it loads the dataset next. The job starts with
 * {@link JobStarted}, or is given back with {@link JobReleased}.
 *
 * @param round from 1
 * @param run the run that is to start
 * @param trainer the trainer and its machine, such as {@code mlp-trainer on node-3}
 */
public record JobTaken(String job, int round, String run, String trainer, Instant time) implements JobEvent {
    @Override
    public String id() {
        return job + "/" + run + "/taken";
    }
}
