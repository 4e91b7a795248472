package dev.atelier.trainer.turn;

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
public final class MachineTurn {
    private final Optional<Path> file;

    private MachineTurn(Optional<Path> file) {
        this.file = file;
    }

    public static MachineTurn byFile(Path file) {
        return new MachineTurn(Optional.of(file));
    }

    /** Where jobs need not wait for each other, it is always everybody's turn. */
    public static MachineTurn always() {
        return new MachineTurn(Optional.empty());
    }

    /** Takes the turn if nobody has it. */
    public Optional<Taken> tryTake() {
        return file.map(this::tryLock).orElseGet(() -> Optional.of(() -> {}));
    }

    private Optional<Taken> tryLock(Path path) {
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
            throw new UncheckedIOException("cannot use " + path + " to take turns on this machine", e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the turn on this machine", e);
        }
    }

    /** The turn, until it is closed. */
    @FunctionalInterface
    public interface Taken extends AutoCloseable {
        @Override
        void close();
    }
}
