package dev.atelier.results.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Rows in the binary format of PostgreSQL's {@code COPY}, which neither side has to print or to parse: a signature, then of
 * each row the number of its fields, and of each field its length and its bytes. Integers, longs and doubles are as long as
 * {@code integer}, {@code bigint} and {@code double precision}, so a row must have the very types of its table.
 */
final class CopyBytes {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(ISO_8859_1);
    private static final int FIRST_CAPACITY = 1 << 17;
    private static final int NULL = -1;
    private static final short END = -1;
    private static final int TEXT_OID = 25;
    private static final int FLOAT8_OID = 701;
    private static final int ARRAY_HEADER = 5 * Integer.BYTES;
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long MICROS_OF_SECOND = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

    void beginRows() {
        ensureRoom(SIGNATURE.length + 2 * Integer.BYTES);
        bytes.put(SIGNATURE).putInt(0).putInt(0);
    }

    void beginRow(int fields) {
        ensureRoom(Short.BYTES);
        bytes.putShort((short) fields);
    }

    void endRows() {
        ensureRoom(Short.BYTES);
        bytes.putShort(END);
    }

    void putNull() {
        ensureRoom(Integer.BYTES);
        bytes.putInt(NULL);
    }

    void put(boolean value) {
        ensureRoom(Integer.BYTES + 1);
        bytes.putInt(1).put((byte) (value ? 1 : 0));
    }

    void put(int value) {
        ensureRoom(2 * Integer.BYTES);
        bytes.putInt(Integer.BYTES).putInt(value);
    }

    void put(long value) {
        ensureRoom(Integer.BYTES + Long.BYTES);
        bytes.putInt(Long.BYTES).putLong(value);
    }

    void put(double value) {
        ensureRoom(Integer.BYTES + Double.BYTES);
        bytes.putInt(Double.BYTES).putDouble(value);
    }

    /**
     * A {@code timestamptz}: microseconds since 2000.
     *
     * @throws ArithmeticException if there are more of them than a {@code bigint} holds
     */
    void put(Instant time) {
        long micros = Math.multiplyExact(time.getEpochSecond() - EPOCH_SECOND, MICROS_OF_SECOND);
        put(Math.addExact(micros, time.getNano() / NANOS_OF_MICRO));
    }

    /** A {@code text}, or a {@code json}, whose bytes are its text's. */
    void put(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        ensureRoom(Integer.BYTES + encoded.length);
        bytes.putInt(encoded.length).put(encoded);
    }

    void putTexts(List<String> texts) {
        int begin = beginArray(TEXT_OID, texts.size());
        texts.forEach(this::put);
        endArray(begin);
    }

    void putNumbers(List<Double> numbers) {
        int begin = beginArray(FLOAT8_OID, numbers.size());
        numbers.forEach(this::put);
        endArray(begin);
    }

    int size() {
        return bytes.position();
    }

    /** Takes out what has been written. */
    byte[] take() {
        byte[] taken = new byte[bytes.position()];
        bytes.flip().get(taken).clear();
        return taken;
    }

    /** An array of one dimension, or of none where it is empty, without nulls. */
    private int beginArray(int elementOid, int size) {
        ensureRoom(Integer.BYTES + ARRAY_HEADER);
        int begin = bytes.position();
        bytes.putInt(0).putInt(size == 0 ? 0 : 1).putInt(0).putInt(elementOid);
        if (size > 0) {
            bytes.putInt(size).putInt(1);
        }
        return begin;
    }

    private void endArray(int begin) {
        bytes.putInt(begin, bytes.position() - begin - Integer.BYTES);
    }

    private void ensureRoom(int more) {
        if (bytes.remaining() < more) {
            int needed = bytes.position() + more;
            ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * bytes.capacity()));
            bytes = larger.put(bytes.flip());
        }
    }
}
