package dev.atelier.trainer.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to use the machine's processor for a job: a lock on a file that all trainers of the machine know. Two programs
 * that share cores wait on each other in spin loops and both become many times slower. The operating system takes the lock
 * back from a process that dies.
 */
public final class MachineLock {
    private final Optional<Path> file;

    private MachineLock(Optional<Path> file) {
        this.file = file;
    }

    public static MachineLock byFile(Path file) {
        return new MachineLock(Optional.of(file));
    }

    /** A lock that everybody can have at once: jobs need not wait for each other. */
    public static MachineLock always() {
        return new MachineLock(Optional.empty());
    }

    /** Locks the machine if nobody has it locked. */
    public Optional<Held> tryLock() {
        return file.map(MachineLock::lockFile).orElseGet(() -> Optional.of(() -> {}));
    }

    private static Optional<Held> lockFile(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = Optional.empty();
            try {
                lock = Optional.ofNullable(channel.tryLock());
            } catch (OverlappingFileLockException heldByThisProcess) {
                // As good as held by another.
            }
            if (lock.isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(() -> close(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + path + " to lock this machine for a job", e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock this machine", e);
        }
    }

    /** The lock, until it is closed. */
    @FunctionalInterface
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
