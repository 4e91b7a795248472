package dev.atelier.trainer.features;

import dev.atelier.trainer.checkpoint.StoredFile;
import dev.atelier.trainer.retention.Hold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The features of some images, a row of floats for each, in two files: {@code rows}, one after another as they were
 * added, and {@code index}, which maps each image to its row. A row is forced to the disk before the index
 * knows it, so whatever the index knows is whole, whenever the writer was killed. Rows are added first and read then.
 * One process at a time has a folder open. Not thread-safe while rows are added.
 */
public final class Features implements AutoCloseable {
    private static final int NONE = -1;
    /** Rows that are computed again, at most, after the writer was killed. */
    private static final int ROWS_AT_RISK = 4096;

    private final Hold hold;
    private final Path folder;
    private final int values;
    private final int[] index;
    private final FileChannel rows;
    private final Arena arena = Arena.ofShared();
    private MemorySegment readable = MemorySegment.NULL;
    private int known;
    private int sealed;

    private Features(Hold hold, int images, int values) throws IOException {
        this.hold = hold;
        this.folder = hold.folder();
        this.values = values;
        this.index = readIndex(folder.resolve("index"), images);
        this.rows = FileChannel.open(
                folder.resolve("rows"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        forgetMissing();
    }

    /**
     * Opens what is in a folder, which may be nothing yet.
     *
     * @param hold on the folder, exclusive; ends with these features
     * @param images number of images that there can be features of
     * @param values floats of one image
     */
    static Features open(Hold hold, int images, int values) throws IOException {
        try {
            return new Features(hold, images, values);
        } catch (IOException | RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /** Whether an image's features are there. */
    public boolean has(int image) {
        return index[image] != NONE;
    }

    /**
     * Adds an image's features.
     *
     * @param features shape [rows, values]
     * @param row which of them
     */
    public void add(int image, float[] features, int row) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes()).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(features, row * values, values);
        long at = (long) known * rowBytes();
        while (bytes.hasRemaining()) {
            at += rows.write(bytes, at);
        }
        index[image] = known++;
        if (known - sealed >= ROWS_AT_RISK) {
            makeLast();
        }
    }

    private void makeLast() throws IOException {
        rows.force(false);
        writeIndex();
        sealed = known;
    }

    /** Makes what was added last, and lets it be read. */
    public void seal() throws IOException {
        makeLast();
        readable = rows.map(MapMode.READ_ONLY, 0, (long) known * rowBytes(), arena);
    }

    /** Writes an image's features to an array. */
    public void read(int image, float[] into, int offset) {
        if (!has(image)) {
            throw new IllegalStateException("there are no features of image " + image);
        }
        MemorySegment.copy(readable, ValueLayout.JAVA_FLOAT, (long) index[image] * rowBytes(), into, offset, values);
    }

    private int rowBytes() {
        return values * Float.BYTES;
    }

    /** Of a file that was cut short, what is left counts. */
    private void forgetMissing() throws IOException {
        long whole = rows.size() / rowBytes();
        for (int image = 0; image < index.length; image++) {
            if (index[image] >= whole) {
                index[image] = NONE;
            }
            known = Math.max(known, index[image] + 1);
        }
    }

    private static int[] readIndex(Path file, int images) throws IOException {
        int[] index = new int[images];
        Arrays.fill(index, NONE);
        if (Files.exists(file) && Files.size(file) == (long) images * Integer.BYTES) {
            ByteBuffer.wrap(Files.readAllBytes(file)).asIntBuffer().get(index);
        }
        return index;
    }

    private void writeIndex() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(index.length * Integer.BYTES);
        bytes.asIntBuffer().put(index);
        StoredFile.write(folder.resolve("index"), bytes.array());
    }

    @Override
    public void close() {
        arena.close();
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            hold.close();
        }
    }
}
