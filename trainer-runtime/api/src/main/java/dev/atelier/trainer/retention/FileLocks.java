package dev.atelier.trainer.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks on files between processes that are locks between threads too. The system's are the process's: a second one would
 * be refused within it, and closing any channel to the file would end the first. So each file has one channel in this
 * process, which the last holder closes. A process that dies holds nothing.
 */
public final class FileLocks {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Map<Path, Locked> HERE = new HashMap<>();

    private FileLocks() {}

    private static final class Locked {
        private final FileChannel channel;
        private final boolean shared;
        private int holders = 1;

        Locked(FileChannel channel, boolean shared) {
            this.channel = channel;
            this.shared = shared;
        }
    }

    /** A lock that is held until it is closed. */
    public static final class Held implements AutoCloseable {
        private final Path file;
        private boolean closed;

        private Held(Path file) {
            this.file = file;
        }

        @Override
        public void close() {
            synchronized (HERE) {
                Locked locked = closed ? null : HERE.get(file);
                closed = true;
                if (locked != null && --locked.holders == 0) {
                    HERE.remove(file);
                    try {
                        locked.channel.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
    }

    /** Locks a file, which is made where it is not there; empty where another thread or process does not let it. */
    public static Optional<Held> tryLock(Path file, boolean shared) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        synchronized (HERE) {
            Locked known = HERE.get(path);
            if (known != null) {
                if (!shared || !known.shared) {
                    return Optional.empty();
                }
                known.holders++;
                return Optional.of(new Held(path));
            }
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean locked = false;
            try {
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
                locked = lock != null;
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            if (!locked) {
                return Optional.empty();
            }
            HERE.put(path, new Locked(channel, shared));
            return Optional.of(new Held(path));
        }
    }

    /**
     * Locks a file for this thread alone.
     *
     * @throws IOException if others hold it for longer than the timeout, such as a process that was stopped
     */
    public static Held lock(Path file, Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (true) {
            Optional<Held> held = tryLock(file, false);
            if (held.isPresent()) {
                return held.get();
            }
            if (System.nanoTime() - start > timeout.toNanos()) {
                throw new IOException(
                        file + " is locked by another process for more than " + timeout.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
