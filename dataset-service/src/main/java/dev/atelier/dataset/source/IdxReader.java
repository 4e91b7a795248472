package dev.atelier.dataset.source;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads the IDX format of MNIST and its descendants: a magic number, one size per dimension, then unsigned bytes, all
 * big-endian. What it returns is whole: a file that ends early, goes on after its end, or is of another kind is refused
 * with a sentence that names it.
 */
public final class IdxReader {
    private static final int MAGIC_LABELS = 0x0000_0801;
    private static final int MAGIC_IMAGES = 0x0000_0803;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private IdxReader() {}

    /**
     * Images of one size.
     *
     * @param pixels {@code [count, rows, columns]}, one unsigned byte each
     * @param sha256 digest of the uncompressed file
     */
    public record Images(String file, int count, int rows, int columns, byte[] pixels, String sha256) {}

    /**
     * One class number per image.
     *
     * @param sha256 digest of the uncompressed file
     */
    public record Labels(String file, int count, byte[] labels, String sha256) {}

    public static Images images(IdxFile file) throws DatasetException {
        return read(file, in -> {
            expectMagic(file, in.readInt(), MAGIC_IMAGES, "images: unsigned bytes in 3 dimensions");
            int count = size(file, in.readInt(), "images");
            int rows = size(file, in.readInt(), "rows");
            int columns = size(file, in.readInt(), "columns");
            long bytes = Math.multiplyExact((long) count * rows, (long) columns);
            byte[] pixels = body(file, in, bytes, count + " images of " + rows + " × " + columns);
            return digest -> new Images(file.name(), count, rows, columns, pixels, digest);
        });
    }

    public static Labels labels(IdxFile file) throws DatasetException {
        return read(file, in -> {
            expectMagic(file, in.readInt(), MAGIC_LABELS, "labels: unsigned bytes in 1 dimension");
            int count = size(file, in.readInt(), "labels");
            byte[] labels = body(file, in, count, count + " labels");
            return digest -> new Labels(file.name(), count, labels, digest);
        });
    }

    private interface Parser<T> {
        java.util.function.Function<String, T> parse(DataInputStream in) throws IOException, DatasetException;
    }

    private static <T> T read(IdxFile file, Parser<T> parser) throws DatasetException {
        MessageDigest sha256 = sha256();
        try (InputStream content = file.content();
                DataInputStream in = new DataInputStream(new DigestInputStream(content, sha256))) {
            var parsed = parser.parse(in);
            return parsed.apply(HexFormat.of().formatHex(sha256.digest()));
        } catch (EOFException e) {
            throw new DatasetException(file.name() + " ends before its IDX header or its compressed data does", e);
        } catch (IOException | ArithmeticException e) {
            throw new DatasetException(file.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void expectMagic(IdxFile file, int magic, int expected, String kind) throws DatasetException {
        if (magic != expected) {
            throw new DatasetException("%s starts with 0x%08x, expected 0x%08x (an IDX file of %s)"
                    .formatted(file.name(), magic, expected, kind));
        }
    }

    private static int size(IdxFile file, int value, String what) throws DatasetException {
        if (value <= 0) {
            throw new DatasetException("%s announces %d %s, expected at least 1"
                    .formatted(file.name(), Integer.toUnsignedLong(value), what));
        }
        return value;
    }

    private static byte[] body(IdxFile file, InputStream in, long length, String announced)
            throws IOException, DatasetException {
        if (length > LARGEST_ARRAY) {
            throw new DatasetException("%s announces %s, which is %d bytes, expected at most %d"
                    .formatted(file.name(), announced, length, LARGEST_ARRAY));
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new DatasetException("%s ends after %d bytes of data, expected %d (%s)"
                    .formatted(file.name(), body.length, length, announced));
        }
        if (in.read() >= 0) {
            throw new DatasetException("%s goes on after its %d bytes of data, expected nothing behind %s"
                    .formatted(file.name(), length, announced));
        }
        return body;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
