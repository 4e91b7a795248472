package dev.atelier.tensor;

import dev.atelier.contracts.Sha256;
import dev.atelier.tensor.SafetensorsHeader.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tensors in safetensors files, which any Python user can open. Equal tensors make files of equal bytes, so a file's
 * SHA-256 shows whether two models are the same. It writes F32 and I64, and reads other floating point numbers as F32.
 */
public final class Safetensors {
    private static final int CHUNK_BYTES = 1 << 18;
    /** Room for 50,000 tensors; a header is read whole, and takes ten times its length while it is. */
    private static final long HEADER_BYTES_AT_MOST = 8 << 20;

    private Safetensors() {}

    /** SHA-256 of the file that these tensors make. */
    public static String sha256(SortedMap<String, Tensor> tensors) throws IOException {
        MessageDigest digest = Sha256.create();
        OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        write(Channels.newChannel(digesting), tensors);
        return Sha256.hex(digest);
    }

    /** Reads a file. */
    public static SortedMap<String, Tensor> load(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return read(channel, channel.size());
        } catch (InvalidSafetensorsException e) {
            throw new InvalidSafetensorsException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Writes the bytes of a file. */
    public static void write(WritableByteChannel channel, SortedMap<String, Tensor> tensors) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(tensors);
        byte[] json = header.encode();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeAll(channel, chunk.putLong(json.length).flip());
        writeAll(channel, ByteBuffer.wrap(json));
        for (Entry entry : header.entries()) {
            switch (Objects.requireNonNull(tensors.get(entry.name()))) {
                case Tensor.F32(var _, var values) -> writeFloats(channel, chunk, values);
                case Tensor.I64(var _, var values) -> writeLongs(channel, chunk, values);
            }
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param bytes size of the whole file
     */
    public static SortedMap<String, Tensor> read(ReadableByteChannel channel, long bytes) throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Entry entry : readHeader(channel, bytes).entries()) {
            tensors.put(entry.name(), readTensor(channel, entry));
        }
        return tensors;
    }

    /**
     * Reads the header of a file; the tensors come next, in the order of its entries.
     *
     * @param bytes size of the whole file
     */
    static SafetensorsHeader readHeader(ReadableByteChannel channel, long bytes) throws IOException {
        if (bytes < Long.BYTES) {
            throw new InvalidSafetensorsException("the file has " + bytes + " bytes; expected at least " + Long.BYTES);
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes = fill(channel, length, Long.BYTES).getLong();
        long most = Math.min(HEADER_BYTES_AT_MOST, bytes - Long.BYTES);
        if (headerBytes < 0 || headerBytes > most) {
            throw new InvalidSafetensorsException(
                    "its first eight bytes are not the header's length; expected at most " + most);
        }
        byte[] json = new byte[(int) headerBytes];
        fill(channel, ByteBuffer.wrap(json), json.length);
        return SafetensorsHeader.parse(json, bytes - Long.BYTES - headerBytes);
    }

    /** Reads the values of the tensor that comes next. */
    static Tensor readTensor(ReadableByteChannel channel, Entry entry) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return switch (entry.type()) {
            case F32 -> new Tensor.F32(entry.shape(), readFloats(channel, chunk, entry.size()));
            case I64 -> new Tensor.I64(entry.shape(), readLongs(channel, chunk, entry.size()));
            case F64, F16, BF16 -> new Tensor.F32(entry.shape(), convertFloats(channel, chunk, entry));
            default ->
                throw new InvalidSafetensorsException("tensor " + SafetensorsHeader.shown(entry.name())
                        + " has the type " + entry.type() + "; expected one of " + ElementType.READ);
        };
    }

    private static void writeFloats(WritableByteChannel channel, ByteBuffer chunk, float[] values) throws IOException {
        int perChunk = CHUNK_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += perChunk) {
            int count = Math.min(perChunk, values.length - from);
            chunk.clear().asFloatBuffer().put(values, from, count);
            writeAll(channel, chunk.limit(count * Float.BYTES));
        }
    }

    private static void writeLongs(WritableByteChannel channel, ByteBuffer chunk, long[] values) throws IOException {
        int perChunk = CHUNK_BYTES / Long.BYTES;
        for (int from = 0; from < values.length; from += perChunk) {
            int count = Math.min(perChunk, values.length - from);
            chunk.clear().asLongBuffer().put(values, from, count);
            writeAll(channel, chunk.limit(count * Long.BYTES));
        }
    }

    private static float[] readFloats(ReadableByteChannel channel, ByteBuffer chunk, int size) throws IOException {
        float[] values = new float[size];
        int perChunk = CHUNK_BYTES / Float.BYTES;
        for (int from = 0; from < size; from += perChunk) {
            int count = Math.min(perChunk, size - from);
            fill(channel, chunk, count * Float.BYTES).asFloatBuffer().get(values, from, count);
        }
        return values;
    }

    private static float[] convertFloats(ReadableByteChannel channel, ByteBuffer chunk, Entry entry)
            throws IOException {
        float[] values = new float[entry.size()];
        int width = entry.type().bytes();
        int perChunk = CHUNK_BYTES / width;
        for (int from = 0; from < values.length; from += perChunk) {
            int count = Math.min(perChunk, values.length - from);
            ByteBuffer numbers = fill(channel, chunk, count * width);
            for (int i = 0; i < count; i++) {
                values[from + i] = entry.type().readFloat(numbers, i * width);
            }
        }
        return values;
    }

    private static long[] readLongs(ReadableByteChannel channel, ByteBuffer chunk, int size) throws IOException {
        long[] values = new long[size];
        int perChunk = CHUNK_BYTES / Long.BYTES;
        for (int from = 0; from < size; from += perChunk) {
            int count = Math.min(perChunk, size - from);
            fill(channel, chunk, count * Long.BYTES).asLongBuffer().get(values, from, count);
        }
        return values;
    }

    private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer fill(ReadableByteChannel channel, ByteBuffer buffer, int bytes) throws IOException {
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the file ends " + buffer.remaining() + " bytes too early");
            }
        }
        return buffer.flip();
    }
}
