package dev.atelier.trainer.artifact;

import dev.atelier.contracts.job.JobId;
import dev.atelier.trainer.retention.FileLocks;
import dev.atelier.trainer.retention.Retention.Entry;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of all results, {@code jobs} with a folder for each job, which any number of trainers share. Who writes a
 * result and publishes it excludes who deletes it, by a lock on one of 256 files that the job's id chooses. A deletion is
 * decided first, by a file in {@code deleted}; then it is published; then the folder moves there in one step and goes. So
 * a decision that a crash cut off is found again and carried out, unless the result has been written again.
 */
public record ArtifactFolder(Path root) {
    private static final String JOBS = "jobs";
    private static final String ROUND = ".round";
    private static final int STRIPE_DIGITS = 2;

    /** The right to write the result of a job and to publish it. */
    public static final class Writing implements AutoCloseable {
        private final Optional<FileLocks.Held> lock;

        private Writing(Optional<FileLocks.Held> lock) {
            this.lock = lock;
        }

        @Override
        public void close() {
            lock.ifPresent(FileLocks.Held::close);
        }
    }

    /** Where a file of a job's result lies below the root, as events have it. */
    public static String path(String job, String name) {
        return JOBS + "/" + JobId.require(job) + "/" + name;
    }

    /** Begins to write a result, together with other writers of the same; empty while it is being deleted. */
    public Optional<Writing> tryWrite(String job) throws IOException {
        if (!hasLocks()) {
            return Optional.of(new Writing(Optional.empty()));
        }
        Optional<FileLocks.Held> lock = FileLocks.tryLock(lockFile(job), true);
        if (lock.isPresent()) {
            try {
                Files.deleteIfExists(decision(job));
            } catch (IOException e) {
                lock.get().close();
                throw e;
            }
        }
        return lock.map(held -> new Writing(Optional.of(held)));
    }

    /** Whether its file system has locks, without which nothing is deleted. */
    boolean hasLocks() {
        return root.getFileSystem() == FileSystems.getDefault();
    }

    /** Excludes all writers of a job's result; empty where there are any. */
    Optional<FileLocks.Held> tryExclude(String job) throws IOException {
        return FileLocks.tryLock(lockFile(job), false);
    }

    /** The results that are there. */
    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path folder : list(root.resolve(JOBS))) {
            String name = folder.getFileName().toString();
            if (JobId.isValid(name)) {
                entry(name).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** A result, if it is there. It was last used when the latest of its files was written. */
    Optional<Entry> entry(String job) throws IOException {
        Path folder = jobFolder(job);
        try {
            Instant written = Instant.MIN;
            long bytes = 0;
            for (Path file : list(folder)) {
                if (file.getFileName().toString().equals(ROUND)) {
                    continue;
                }
                Instant each = Files.getLastModifiedTime(file).toInstant();
                written = each.isAfter(written) ? each : written;
                bytes += Files.size(file);
            }
            return Files.isDirectory(folder)
                    ? Optional.of(new Entry(
                            job,
                            written.equals(Instant.MIN)
                                    ? Files.getLastModifiedTime(folder).toInstant()
                                    : written,
                            bytes))
                    : Optional.empty();
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    /** Records the round of a job whose result is about to be written. That of a later one stays. */
    public void recordRound(String job, int round) throws IOException {
        if (round > round(job)) {
            Files.createDirectories(jobFolder(job));
            Files.writeString(jobFolder(job).resolve(ROUND), String.valueOf(round), StandardCharsets.UTF_8);
        }
    }

    /** The round that wrote a job's result last; 0 where it is not known. */
    int round(String job) throws IOException {
        try {
            return Integer.parseInt(Files.readString(jobFolder(job).resolve(ROUND), StandardCharsets.UTF_8));
        } catch (NoSuchFileException | NumberFormatException | CharacterCodingException unknown) {
            return 0;
        }
    }

    /** Why the deletion of a result was decided, if it was. */
    Optional<String> readDecision(String job) throws IOException {
        try {
            return Optional.of(Files.readString(decision(job), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Records the decision to delete a result. */
    void recordDecision(String job, String reason) throws IOException {
        Files.createDirectories(deleted());
        Files.writeString(decision(job), reason, StandardCharsets.UTF_8);
    }

    /** Deletes a result whose deletion was decided, while all writers of it are excluded. */
    void delete(String job) throws IOException {
        Path moved = deleted().resolve(job);
        deleteTree(moved);
        Files.move(jobFolder(job), moved, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(decision(job));
        deleteTree(moved);
    }

    /** Deletes what a crash left of results that have moved away. */
    void deleteLeftovers() throws IOException {
        for (Path each : list(deleted())) {
            if (JobId.isValid(each.getFileName().toString())) {
                deleteTree(each);
            }
        }
    }

    private Path jobFolder(String job) {
        return root.resolve(JOBS).resolve(JobId.require(job));
    }

    private Path deleted() {
        return root.resolve("deleted");
    }

    private Path decision(String job) {
        return deleted().resolve(JobId.require(job) + ".decided");
    }

    private Path lockFile(String job) throws IOException {
        Path locks = Files.createDirectories(root.resolve(".locks"));
        return locks.resolve(JobId.require(job).substring(0, STRIPE_DIGITS));
    }

    private static void deleteTree(Path folder) throws IOException {
        for (Path each : list(folder)) {
            if (Files.isDirectory(each)) {
                deleteTree(each);
            } else {
                Files.deleteIfExists(each);
            }
        }
        Files.deleteIfExists(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException deletedMeanwhile) {
            return List.of();
        }
    }
}
