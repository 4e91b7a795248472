package dev.atelier.transfer.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The files in a zip that are stored without compression, which are all that PyTorch writes. What is compressed is not read,
 * and a directory of unlikely size is refused: no file costs more than it is long.
 */
final class StoredZip {
    static final int ENTRIES_AT_MOST = 2 * PickledTensors.TENSORS_AT_MOST;
    private static final String CUT =
            "it is cut off, or damaged: it begins as a file of PyTorch's save does, but its end is not one's; download or"
                    + " copy it again";
    private static final int DIRECTORY_BYTES_AT_MOST = 8 << 20;
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LARGE_END = 0x06064b50;
    private static final int LARGE_END_LOCATOR = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int LARGE_END_BYTES = 56;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int COMMENT_BYTES_AT_MOST = 0xffff;
    private static final int LARGE_SIZES = 1;
    private static final long ELSEWHERE = 0xffffffffL;

    private final FileChannel file;
    private final SequencedMap<String, Entry> entries;

    /**
     * A file in the zip.
     *
     * @param header where in the zip its header lies
     * @param isStored whether it is neither compressed nor encrypted
     */
    record Entry(String name, long header, long bytes, boolean isStored) {}

    private record Directory(long begin, long bytes, long entries) {}

    private StoredZip(FileChannel file, SequencedMap<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    static StoredZip open(FileChannel file) throws IOException {
        Directory directory = directory(file);
        if (directory.begin() < 0
                || directory.bytes() < 0
                || directory.begin() > file.size()
                || directory.bytes() > file.size() - directory.begin()) {
            throw new WeightsException(CUT);
        }
        if (directory.bytes() > DIRECTORY_BYTES_AT_MOST || directory.entries() > ENTRIES_AT_MOST) {
            throw new WeightsException("it is damaged, or no file of weights: its directory has more than the "
                    + ENTRIES_AT_MOST + " files or the " + DIRECTORY_BYTES_AT_MOST + " bytes that tensors need");
        }
        return new StoredZip(file, entries(FileFormat.read(file, directory.begin(), (int) directory.bytes())));
    }

    /** Names of the files. */
    Set<String> names() {
        return entries.keySet();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** @throws WeightsException if there is no such file, or it is not stored */
    Entry entry(String name) throws WeightsException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new WeightsException("it is damaged: it has no " + WeightsException.shown(name));
        }
        if (!entry.isStored()) {
            throw new WeightsException("its " + WeightsException.shown(name)
                    + " is compressed or encrypted, which PyTorch's save does not do: a program packed it again; "
                    + WeightsException.LOAD_AND_SAVE);
        }
        return entry;
    }

    /** Where in the zip a file's bytes begin. */
    long begin(Entry entry) throws IOException {
        ByteBuffer header = FileFormat.read(file, entry.header(), LOCAL_BYTES);
        int name = Short.toUnsignedInt(header.getShort(26));
        int extra = Short.toUnsignedInt(header.getShort(28));
        long begin = entry.header() + LOCAL_BYTES + name + extra;
        if (header.getInt(0) != LOCAL_HEADER || entry.bytes() > file.size() - begin) {
            throw new WeightsException(CUT);
        }
        return begin;
    }

    private static Directory directory(FileChannel file) throws IOException {
        int tail = (int) Math.min(file.size(), END_BYTES + LOCATOR_BYTES + COMMENT_BYTES_AT_MOST);
        long from = file.size() - tail;
        ByteBuffer bytes = FileFormat.read(file, from, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && Short.toUnsignedInt(bytes.getShort(at + 20)) == tail - at - END_BYTES) {
                boolean large = at >= LOCATOR_BYTES && bytes.getInt(at - LOCATOR_BYTES) == LARGE_END_LOCATOR;
                return large
                        ? largeDirectory(file, bytes.getLong(at - LOCATOR_BYTES + 8))
                        : new Directory(
                                Integer.toUnsignedLong(bytes.getInt(at + 16)),
                                Integer.toUnsignedLong(bytes.getInt(at + 12)),
                                Short.toUnsignedInt(bytes.getShort(at + 10)));
            }
        }
        throw new WeightsException(CUT);
    }

    private static Directory largeDirectory(FileChannel file, long at) throws IOException {
        ByteBuffer end = FileFormat.read(file, Math.max(0, Math.min(at, file.size())), LARGE_END_BYTES);
        if (end.getInt(0) != LARGE_END) {
            throw new WeightsException(CUT);
        }
        return new Directory(end.getLong(48), end.getLong(40), end.getLong(32));
    }

    private static SequencedMap<String, Entry> entries(ByteBuffer directory) throws WeightsException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        while (directory.hasRemaining()) {
            int at = directory.position();
            if (directory.remaining() < ENTRY_BYTES || directory.getInt(at) != DIRECTORY_ENTRY) {
                throw new WeightsException(CUT);
            }
            int name = Short.toUnsignedInt(directory.getShort(at + 28));
            int extra = Short.toUnsignedInt(directory.getShort(at + 30));
            int comment = Short.toUnsignedInt(directory.getShort(at + 32));
            if (directory.remaining() < ENTRY_BYTES + name + extra + comment) {
                throw new WeightsException(CUT);
            }
            Entry entry = entry(directory, at, name, extra);
            if (entries.size() == ENTRIES_AT_MOST || entries.put(entry.name(), entry) != null) {
                throw new WeightsException("its directory lists more than " + ENTRIES_AT_MOST + " files, or one twice");
            }
            directory.position(at + ENTRY_BYTES + name + extra + comment);
        }
        return entries;
    }

    private static Entry entry(ByteBuffer directory, int at, int nameBytes, int extraBytes) throws WeightsException {
        String name = new String(directory.array(), at + ENTRY_BYTES, nameBytes, StandardCharsets.UTF_8);
        long stored = Integer.toUnsignedLong(directory.getInt(at + 20));
        long bytes = Integer.toUnsignedLong(directory.getInt(at + 24));
        long header = Integer.toUnsignedLong(directory.getInt(at + 42));
        int end = at + ENTRY_BYTES + nameBytes + extraBytes;
        for (int field = at + ENTRY_BYTES + nameBytes; field + 4 <= end; ) {
            int kind = Short.toUnsignedInt(directory.getShort(field));
            int size = Short.toUnsignedInt(directory.getShort(field + 2));
            if (kind == LARGE_SIZES) {
                ByteBuffer large = directory
                        .slice(field + 4, Math.min(size, end - field - 4))
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes = bytes == ELSEWHERE && large.remaining() >= Long.BYTES ? large.getLong() : bytes;
                stored = stored == ELSEWHERE && large.remaining() >= Long.BYTES ? large.getLong() : stored;
                header = header == ELSEWHERE && large.remaining() >= Long.BYTES ? large.getLong() : header;
            }
            field += 4 + size;
        }
        boolean plain = directory.getShort(at + 10) == 0 && (directory.getShort(at + 8) & 1) == 0;
        if (bytes < 0 || header < 0) {
            throw new WeightsException(CUT);
        }
        return new Entry(name, header, bytes, plain && stored == bytes);
    }
}
