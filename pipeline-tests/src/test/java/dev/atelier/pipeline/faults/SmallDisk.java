package dev.atelier.pipeline.faults;

import dev.atelier.testsupport.SmallFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder on a file system of its own in memory, which a test fills to the last byte or makes unwritable. Where this user may
 * not mount one it is an ordinary folder, which nothing happens to.
 */
final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final Optional<SmallFileSystem> mounted;

    /** Makes the folder, on a disk of this many megabytes where that is possible. */
    SmallDisk(Path folder, int megabytes) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mounted = SmallFileSystem.mount(folder, megabytes + "m");
    }

    Path folder() {
        return folder;
    }

    /** Whether {@link #fill()} and {@link #lock()} do anything here. */
    boolean isSmall() {
        return mounted.isPresent();
    }

    /** Leaves no byte. */
    void fill() {
        mounted.ifPresent(SmallFileSystem::fill);
    }

    /** Gives back what {@link #fill()} took. */
    void empty() {
        try {
            if (mounted.isPresent()) {
                mounted.get().empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets nobody, root included, make, rename or delete a file in any folder of the disk. */
    void lock() {
        mounted.ifPresent(SmallFileSystem::lock);
    }

    void unlock() {
        mounted.ifPresent(SmallFileSystem::unlock);
    }

    @Override
    public void close() {
        unlock();
        mounted.ifPresent(SmallFileSystem::close);
    }
}
