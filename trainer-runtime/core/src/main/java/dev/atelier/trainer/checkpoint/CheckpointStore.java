package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.job.JobId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the checkpoints of all jobs are: a folder with one folder a job, on any file system that Java has a provider for.
 */
public record CheckpointStore(Path root) {
    private static final System.Logger LOG = System.getLogger(CheckpointStore.class.getName());

    /**
     * The checkpoints of one job; nothing is written before they are claimed.
     *
     * @throws IllegalArgumentException if {@code job} cannot be the id of a job
     */
    public JobCheckpoints of(String job) {
        return new JobCheckpoints(JobId.require(job), root.resolve(job));
    }

    /**
     * Deletes what is kept of jobs that ended before a time, and of jobs that nobody has worked on since another time. A job
     * whose checkpoints went is trained from its beginning, to the same result. A folder that cannot be deleted is passed
     * over.
     *
     * @return the jobs of which something was deleted
     */
    public List<String> deleteOld(Instant endedBefore, Instant untouchedSince) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<String> deleted = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                try {
                    if (of(name).deleteIfOlder(endedBefore, untouchedSince)) {
                        deleted.add(name);
                    }
                } catch (IOException | IllegalArgumentException e) {
                    LOG.log(Level.DEBUG, "{0} stays: {1}", folder, e.getMessage());
                }
            }
        }
        return List.copyOf(deleted);
    }
}
