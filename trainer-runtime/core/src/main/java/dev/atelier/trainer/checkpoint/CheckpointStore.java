package dev.atelier.trainer.checkpoint;

import java.nio.file.Path;

/**
 * Where the checkpoints of all jobs are: a folder with one folder a job, on any file system that Java has a provider for.
 */
public record CheckpointStore(Path root) {
    /** The checkpoints of one job; nothing is written before they are claimed. */
    public JobCheckpoints of(String job) {
        if (!job.matches("[A-Za-z0-9._-]{1,200}") || job.startsWith(".")) {
            throw new IllegalArgumentException(
                    "job is '" + job
                            + "', but must be 1 to 200 letters, digits, dots, hyphens and underscores, not starting with a dot");
        }
        return new JobCheckpoints(job, root.resolve(job));
    }
}
