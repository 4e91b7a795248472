package dev.atelier.dataset.publishing.idx;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.check.Counted;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.ZipException;

/**
 * Reads one file in the IDX format of MNIST and its descendants, from its beginning to its end and piece by piece: a magic
 * number, one size per dimension, then unsigned bytes, all big-endian. Memory is taken for what is read, never for what a
 * header announces. A file that ends early, goes on after its end, or is of another kind is refused with a sentence that
 * names it.
 */
final class IdxReader implements AutoCloseable {
    private static final int MAGIC_LABELS = 0x0000_0801;
    private static final int MAGIC_IMAGES = 0x0000_0803;
    /** What one array holds: trainers keep a split's images in one. */
    private static final int LARGEST_SPLIT = Integer.MAX_VALUE - 8;

    private final IdxFile file;
    private final MessageDigest sha256 = Sha256.create();
    private final DataInputStream in;
    private int count;
    private int rows = 1;
    private int columns = 1;
    private String announced = "";
    private long length;
    private long position;

    private IdxReader(IdxFile file) throws DatasetException {
        this.file = file;
        try {
            this.in = new DataInputStream(new DigestInputStream(file.content(), sha256));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Opens a file of images and reads its header. */
    static IdxReader images(IdxFile file) throws DatasetException {
        return open(file, reader -> {
            reader.expectMagic(MAGIC_IMAGES, "images: unsigned bytes in 3 dimensions");
            reader.count = reader.size("images");
            reader.rows = reader.size("rows");
            reader.columns = reader.size("columns");
            reader.announced = Counted.of(reader.count, "image") + " of " + reader.rows + " × " + reader.columns;
        });
    }

    /** Opens a file of labels and reads its header. */
    static IdxReader labels(IdxFile file) throws DatasetException {
        return open(file, reader -> {
            reader.expectMagic(MAGIC_LABELS, "labels: unsigned bytes in 1 dimension");
            reader.count = reader.size("labels");
            reader.announced = Counted.of(reader.count, "label");
        });
    }

    private interface Header {
        void read(IdxReader reader) throws IOException, DatasetException;
    }

    private static IdxReader open(IdxFile file, Header header) throws DatasetException {
        IdxReader reader = new IdxReader(file);
        try {
            header.read(reader);
            BigInteger length = BigInteger.valueOf(reader.count)
                    .multiply(BigInteger.valueOf(reader.rows))
                    .multiply(BigInteger.valueOf(reader.columns));
            if (length.compareTo(BigInteger.valueOf(LARGEST_SPLIT)) > 0) {
                throw new DatasetException("%s declares %s, which is %d bytes; expected at most %d"
                        .formatted(file.name(), reader.announced, length, LARGEST_SPLIT));
            }
            reader.length = length.longValueExact();
            return reader;
        } catch (IOException e) {
            reader.close();
            throw reader.unreadable(e);
        } catch (DatasetException e) {
            reader.close();
            throw e;
        }
    }

    /** Images or labels. */
    int count() {
        return count;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /**
     * Reads the next bytes behind the header.
     *
     * @return how many: the length of the array, or what is left where that is less
     */
    int read(byte[] into) throws DatasetException {
        int wanted = (int) Math.min(into.length, length - position);
        try {
            int read = in.readNBytes(into, 0, wanted);
            position += read;
            if (read < wanted) {
                throw new DatasetException("%s ends after %s of data; expected %d (%s)"
                        .formatted(file.name(), Counted.of(position, "byte"), length, announced));
            }
            return read;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the SHA-256 of the whole uncompressed file, of which all has to be read, and nothing to be left. */
    String finish() throws DatasetException {
        try {
            if (in.read() >= 0) {
                throw new DatasetException("%s continues after its %s of data; expected nothing after %s"
                        .formatted(file.name(), Counted.of(position, "byte"), announced));
            }
            return Sha256.hex(sha256);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() throws DatasetException {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void expectMagic(int expected, String kind) throws IOException, DatasetException {
        int magic = in.readInt();
        if (magic != expected) {
            throw new DatasetException("%s starts with 0x%08x; expected 0x%08x (an IDX file of %s)"
                    .formatted(file.name(), magic, expected, kind));
        }
    }

    private int size(String what) throws IOException, DatasetException {
        int value = in.readInt();
        if (value <= 0) {
            throw new DatasetException("%s declares %d %s; expected at least 1"
                    .formatted(file.name(), Integer.toUnsignedLong(value), what));
        }
        return value;
    }

    private DatasetException unreadable(Exception reason) {
        return reason instanceof EOFException
                ? new DatasetException(file.name() + " ends before its IDX header or its compressed data does", reason)
                : new DatasetException(
                        file.name() + " cannot be read: " + reason.getMessage(), reason, !isOfTheFile(reason));
    }

    /** Whether it follows from what is in the file, or from there being none, and not from this machine's state. */
    private static boolean isOfTheFile(Exception reason) {
        return reason instanceof ZipException
                || reason instanceof FileNotFoundException
                || reason instanceof NoSuchFileException;
    }
}
