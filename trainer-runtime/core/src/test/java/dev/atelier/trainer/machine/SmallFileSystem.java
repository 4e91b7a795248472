package dev.atelier.trainer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder with a file system of 8 MiB of its own, which a test fills to the last byte. Only root can mount one. */
public final class SmallFileSystem implements AutoCloseable {
    private final Path folder;

    private SmallFileSystem(Path folder) {
        this.folder = folder;
    }

    /** Mounts one on a folder that exists; nothing where that is not permitted. */
    public static Optional<SmallFileSystem> on(Path folder) throws IOException, InterruptedException {
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.toString())
                        .start()
                        .waitFor()
                == 0;
        return mounted ? Optional.of(new SmallFileSystem(folder)) : Optional.empty();
    }

    /** Leaves no byte. */
    public void fill() {
        try (var out = Files.newOutputStream(filler())) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // As was meant.
        }
    }

    /** Gives back what {@link #fill} took. */
    public void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        new ProcessBuilder("umount", "-l", folder.toString()).start().waitFor();
    }
}
