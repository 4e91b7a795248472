package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.job.JobId;
import java.nio.file.Path;

/**
 * Where the checkpoints of all jobs are: a folder with one folder a job, on any file system that Java has a provider for.
 */
public record CheckpointStore(Path root) {
    /**
     * The checkpoints of one job; nothing is written before they are claimed.
     *
     * @throws IllegalArgumentException if {@code job} cannot be the id of a job
     */
    public JobCheckpoints of(String job) {
        return new JobCheckpoints(JobId.require(job), root.resolve(job));
    }
}
