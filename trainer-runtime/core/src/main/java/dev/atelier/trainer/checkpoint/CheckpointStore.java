package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.job.JobId;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

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
     * Deletes the last checkpoints that were kept of completed jobs, those of the jobs that ended first, until the others take
     * no more than so many bytes. A folder that cannot be read is passed over.
     */
    public void limitKept(long bytes) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Map<JobCheckpoints, Instant> kept = new HashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (JobId.isValid(name)) {
                    JobCheckpoints job = of(name);
                    passingOver(folder, () -> job.keptSince().ifPresent(since -> kept.put(job, since)));
                }
            }
        }
        AtomicLong left = new AtomicLong(bytes);
        for (JobCheckpoints job : kept.keySet().stream()
                .sorted(Comparator.comparing(kept::get).reversed())
                .toList()) {
            passingOver(job, () -> {
                // It may have been queued again meanwhile.
                if (left.addAndGet(-job.bytes()) < 0 && job.keptSince().isPresent()) {
                    job.deleteKept();
                }
            });
        }
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private static void passingOver(Object folder, Step step) {
        try {
            step.take();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "{0} is passed over: {1}", folder, e);
        }
    }

    /**
     * Deletes what is kept of jobs that ended before a time, and of jobs that nobody has worked on since another time. A job
     * whose checkpoints went is trained from its beginning, to the same result. A folder that cannot be deleted is passed
     * over.
     *
     * @param deleted takes the jobs of which something was deleted, or would be
     */
    public void deleteOld(Instant endedBefore, Instant untouchedSince, Sweep.Mode mode, Consumer<Deletion> deleted)
            throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                try {
                    of(name).deleteIfOlder(endedBefore, untouchedSince, mode).ifPresent(deleted);
                } catch (IOException | IllegalArgumentException e) {
                    LOG.log(Level.DEBUG, "{0} is not deleted: {1}", folder, e.getMessage());
                }
            }
        }
    }
}
