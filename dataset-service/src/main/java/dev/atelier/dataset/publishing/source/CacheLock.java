package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.DatasetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The right to fetch files into a dataset's cache: one process at a time has it, and one thread of that process. It
 * ends with the process that holds it, however that ends.
 */
final class CacheLock implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until nobody else fetches into this cache, whose folder is created where it is missing.
     *
     * @throws DatasetException if the cache cannot be written, or another process fetches into it for too long
     */
    static CacheLock acquire(Path cache) throws DatasetException {
        try {
            Files.createDirectories(cache);
            FileChannel channel =
                    FileChannel.open(cache.resolve("fetch.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                await(channel, cache);
                return new CacheLock(channel);
            } catch (IOException | DatasetException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be written: %s".formatted(cache, e), e, true);
        }
    }

    private static void await(FileChannel channel, Path cache) throws IOException, DatasetException {
        long began = System.nanoTime();
        while (tryLock(channel) == null) {
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new DatasetException("another process has been fetching into %s for more than %d minutes"
                        .formatted(cache, LIMIT.toMinutes()));
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DatasetException(
                        "the wait for another process that fetches into %s was interrupted".formatted(cache), e);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws DatasetException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DatasetException("the lock of the cache cannot be released: " + e.getMessage(), e);
        }
    }
}
