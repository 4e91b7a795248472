package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.Sha256;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A file that was written whole: to a temporary name, forced to the disk, then renamed. A reader that finds it under its
 * name finds all of it, whenever the writer was killed; should the disk have lost some all the same, size and digest
 * show it.
 *
 * @param name the file's name within its folder
 * @param sha256 in hexadecimal
 */
public record StoredFile(String name, long bytes, String sha256) {
    /** Ends the name of a file that is not whole yet. */
    static final String UNFINISHED = ".unfinished";

    /** Writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Reads a file's bytes. */
    @FunctionalInterface
    interface Reading<T> {
        T from(ReadableByteChannel channel, long bytes) throws IOException;
    }

    /** Writes a file, whole or not at all, in place of what has its name. */
    public static StoredFile write(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            StoredFile written = writeAndForce(unfinished, file.getFileName().toString(), content);
            rename(unfinished, file);
            forceFolder(file.toAbsolutePath().resolveSibling(""));
            return written;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    public static StoredFile write(Path file, byte[] bytes) throws IOException {
        return write(file, channel -> {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        });
    }

    /** Writes a safetensors file. */
    public static StoredFile write(Path file, SortedMap<String, Tensor> tensors) throws IOException {
        return write(file, channel -> Safetensors.write(channel, tensors));
    }

    /**
     * Reads the file back.
     *
     * @throws IOException if it is not there, or not the file that was written
     */
    <T> T read(Path folder, Reading<T> reading) throws IOException {
        Path file = folder.resolve(name);
        Digest digest = new Digest();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() != bytes) {
                throw new IOException(file + " has " + channel.size() + " bytes; expected " + bytes);
            }
            T result = reading.from(digest.reading(channel), bytes);
            if (!digest.hex().equals(sha256)) {
                throw new IOException(file + " has the SHA-256 " + digest.hex() + "; expected " + sha256);
            }
            return result;
        }
    }

    private static StoredFile writeAndForce(Path file, String name, Content content) throws IOException {
        Digest digest = new Digest();
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(digest.writing(channel));
            if (channel instanceof FileChannel local) {
                local.force(true);
            }
            return new StoredFile(name, channel.size(), digest.hex());
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the renaming itself last; only local file systems of Unix have a need and a way. */
    private static void forceFolder(Path folder) throws IOException {
        boolean isUnix = folder.getFileSystem() == FileSystems.getDefault()
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (isUnix) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** SHA-256 of what passes through a channel. */
    private static final class Digest {
        private final MessageDigest sha256 = Sha256.create();
        private String hex = "";

        String hex() {
            if (hex.isEmpty()) {
                hex = Sha256.hex(sha256);
            }
            return hex;
        }

        WritableByteChannel writing(WritableByteChannel channel) {
            return new WritableByteChannel() {
                @Override
                public int write(ByteBuffer bytes) throws IOException {
                    ByteBuffer written = bytes.duplicate();
                    int count = channel.write(bytes);
                    sha256.update(written.limit(written.position() + count));
                    return count;
                }

                @Override
                public boolean isOpen() {
                    return channel.isOpen();
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }

        ReadableByteChannel reading(ReadableByteChannel channel) {
            return new ReadableByteChannel() {
                @Override
                public int read(ByteBuffer bytes) throws IOException {
                    ByteBuffer seen = bytes.duplicate();
                    int count = channel.read(bytes);
                    if (count > 0) {
                        sha256.update(seen.limit(seen.position() + count));
                    }
                    return count;
                }

                @Override
                public boolean isOpen() {
                    return channel.isOpen();
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }
    }
}
