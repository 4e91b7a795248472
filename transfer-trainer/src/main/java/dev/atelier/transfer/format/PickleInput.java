package dev.atelier.transfer.format;

import dev.atelier.transfer.format.Pickled.Other;
import dev.atelier.transfer.format.Pickled.Text;
import dev.atelier.transfer.format.Pickled.Whole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, and the values that stand in them. Nothing is made of more bytes than there are. */
final class PickleInput {
    /** A longer text is no name of anything. */
    private static final int NAME_BYTES_AT_MOST = 1024;

    private final ByteBuffer bytes;

    /** @param bytes from the array's first one on */
    PickleInput(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The byte that comes next. */
    int position() {
        return bytes.position();
    }

    int nextByte() {
        return Byte.toUnsignedInt(bytes.get());
    }

    int nextShort() {
        return Short.toUnsignedInt(bytes.getShort());
    }

    int nextInt() {
        return bytes.getInt();
    }

    long nextUnsignedInt() {
        return Integer.toUnsignedLong(bytes.getInt());
    }

    long nextLong() {
        return bytes.getLong();
    }

    /** A text of so many bytes. */
    Pickled text(long length, Charset charset) throws WeightsException {
        if (length > NAME_BYTES_AT_MOST) {
            return skip(length);
        }
        require(length);
        byte[] text = new byte[(int) length];
        bytes.get(text);
        return new Text(new String(text, charset));
    }

    /** Passes over a value of so many bytes, of which no use is made. */
    Other skip(long length) throws WeightsException {
        require(length);
        bytes.position(bytes.position() + (int) length);
        return Other.VALUE;
    }

    /** A whole number of so many bytes, in two's complement. */
    Pickled whole(long length) throws WeightsException {
        if (length > Long.BYTES) {
            return skip(length);
        }
        require(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) nextByte() << (i * Byte.SIZE);
        }
        int unused = Long.SIZE - (int) length * Byte.SIZE;
        return new Whole(length == 0 ? 0 : value << unused >> unused);
    }

    /** The rest of a line. */
    String line() throws WeightsException {
        int start = bytes.position();
        int end = start;
        while (bytes.get() != '\n') {
            end++;
        }
        if (end - start > NAME_BYTES_AT_MOST) {
            return "";
        }
        return new String(bytes.array(), start, end - start, StandardCharsets.UTF_8);
    }

    /** The rest of a line as a number. */
    Pickled numberLine() throws WeightsException {
        String line = line();
        try {
            return new Whole(Long.parseLong(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
        } catch (NumberFormatException notWhole) {
            return Other.VALUE;
        }
    }

    private void require(long length) throws WeightsException {
        if (length < 0 || length > bytes.remaining()) {
            throw new WeightsException("it is damaged: a value at byte " + bytes.position()
                    + " of its pickle is longer than what is left of it");
        }
    }
}
