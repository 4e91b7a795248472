package dev.atelier.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A folder with a file system of its own in memory, which a test fills to the last byte. Only root can mount one. */
public final class SmallFileSystem implements AutoCloseable {
    /** Why a test that needs one is not run. */
    public static final String NOT_MOUNTED = "not run: no right to mount a small file system";

    /** What the mounted file systems are called among those of the machine. */
    private static final String DEVICE = "atelier-test";

    private static final int BLOCK = 1 << 20;

    private final Path folder;

    private SmallFileSystem(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one on a folder that exists; nothing where that is not permitted.
     *
     * @param size as tmpfs takes it, such as {@code 8m}
     */
    public static Optional<SmallFileSystem> mount(Path folder, String size) {
        return run("mount", "-t", "tmpfs", "-o", "mode=0755,size=" + size, DEVICE, folder.toString())
                ? Optional.of(new SmallFileSystem(folder))
                : Optional.empty();
    }

    /** Unmounts what an earlier run that was killed left below a folder. */
    public static void unmountBelow(Path folder) throws IOException {
        Path mounts = Path.of("/proc/mounts");
        if (!Files.exists(mounts)) {
            return;
        }
        for (String mount : Files.readAllLines(mounts)) {
            String[] fields = mount.split(" ");
            if (fields[0].equals(DEVICE) && Path.of(fields[1]).startsWith(folder)) {
                run("umount", "-l", fields[1]);
            }
        }
    }

    /** Leaves no byte. */
    public void fill() {
        byte[] block = new byte[BLOCK];
        for (int size = BLOCK; size > 0; size /= 16) {
            try (OutputStream out =
                    Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(block, 0, size);
                }
            } catch (IOException full) {
                // As was meant.
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    public void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    /** Makes it smaller or larger, with all that is in it. */
    public void resize(String size) {
        if (!run("mount", "-o", "remount,size=" + size, folder.toString())) {
            throw new IllegalStateException(folder + " cannot be resized to " + size);
        }
    }

    /** Lets nobody, root included, make, rename or delete a file in any of its folders. */
    public void lock() {
        setImmutable("+i");
    }

    /** Takes back {@link #lock}. */
    public void unlock() {
        setImmutable("-i");
    }

    private void setImmutable(String flag) {
        List<String> command = new ArrayList<>(List.of("chattr", flag));
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                    command.add(each.toString());
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
        run(command.toArray(String[]::new));
    }

    private Path filler() {
        return folder.resolve("filler");
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
        run("umount", "-l", folder.toString());
    }
}
