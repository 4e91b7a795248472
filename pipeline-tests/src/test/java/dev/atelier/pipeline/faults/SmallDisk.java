package dev.atelier.pipeline.faults;

import dev.atelier.testsupport.SmallFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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
        setImmutable("+i");
    }

    void unlock() {
        setImmutable("-i");
    }

    private void setImmutable(String flag) {
        if (mounted.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("chattr", flag));
        folders().forEach(each -> command.add(each.toString()));
        run(command.toArray(String[]::new));
    }

    private List<Path> folders() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                    found.add(each);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path each, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        unlock();
        mounted.ifPresent(SmallFileSystem::close);
    }
}
