package dev.atelier.trainer.outage;

import dev.atelier.trainer.checkpoint.StoredFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Tries a folder: a small file can be written to the disk and deleted again, and there is space for what the trainer
 * writes at once.
 *
 * @param what what the folder is for, such as {@code checkpoints}
 * @param freeBytes bytes that must be free at least
 */
public record FolderProbe(String what, Path folder, long freeBytes) implements MachineProbe {
    private static final byte[] CONTENT = new byte[4096];

    @Override
    public Optional<String> problem(long bytes) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(".probe-" + UUID.randomUUID());
            try {
                StoredFile.write(file, CONTENT);
            } finally {
                Files.deleteIfExists(file);
            }
            long needed = Math.max(freeBytes, bytes);
            long free = usableBytes();
            return free >= needed
                    ? Optional.empty()
                    : Optional.of("the folder of %s, %s, has %d MiB of free space; at least %d MiB are needed"
                            .formatted(what, folder, free >> 20, Math.ceilDiv(needed, 1L << 20)));
        } catch (IOException e) {
            return Optional.of("the folder of " + what + ", " + folder + ", cannot be written to: " + sentence(e));
        }
    }

    private long usableBytes() throws IOException {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (UnsupportedOperationException e) {
            return Long.MAX_VALUE;
        }
    }

    private static String sentence(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }
}
