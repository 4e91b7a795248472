package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.transfer.algorithm.ResNet18;
import dev.atelier.transfer.format.WeightsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are made to cost much: each is refused in words, in little time, with little memory, and quotes nothing. */
class HostileWeightsTest {
    private static final String SECRET = "root:x:0:0";
    private static final long ALLOCATION_AT_MOST = 256L << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource({"safetensors", "zips", "pickles", "legacy", "others"})
    void costsLittleAndIsRefusedInWords(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("hostile"), content);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            Throwable refusal = catchThrowable(() -> {
                try (FoundWeights found = FoundWeights.open(file, "hostile", () -> {}, StopSignal.NEVER)) {
                    WeightsFile.read(found, ResNet18.backbone(), StopSignal.NEVER);
                }
            });
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(refusal)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith("The weights in hostile cannot be used: ")
                    .hasMessageNotContaining(SECRET);
            assertThat(refusal.getMessage()).hasSizeLessThan(500);
            assertThat(allocated).isLessThan(ALLOCATION_AT_MOST);
        });
    }

    @Test
    void aDiskThatDoesNotDeliverAFileDoesNotCountAgainstIt() throws Exception {
        for (byte[] begin : List.of(new byte[] {'P', 'K', 3, 4}, new byte[8])) {
            Path file = Files.write(folder.resolve("mine"), begin);
            FoundWeights found = FoundWeights.open(file, "mine", () -> {}, StopSignal.NEVER);
            found.file().close();

            assertThatThrownBy(() -> WeightsFile.read(found, ResNet18.backbone(), StopSignal.NEVER))
                    .isInstanceOf(ClosedChannelException.class);
        }
    }

    static Stream<Named<byte[]>> safetensors() {
        String tensor = "\"dtype\":\"F32\",\"data_offsets\":[0,8]";
        return Stream.of(
                Named.of("a header of 2^62 bytes", header(1L << 62, "{}", 0)),
                Named.of("a header as long as the file", header(20 << 20, " ".repeat(20 << 20), 0)),
                Named.of("deep arrays", safetensors("[".repeat(1 << 20), 0)),
                Named.of("deep objects", safetensors("{\"a\":".repeat(1 << 20), 0)),
                Named.of("a long number", safetensors("{\"a\":" + "9".repeat(1 << 20) + "}", 0)),
                Named.of(
                        "a million dimensions",
                        safetensors("{\"a\":{" + tensor + ",\"shape\":[" + "1,".repeat(1_000_000) + "2]}}", 8)),
                Named.of(
                        "a product that overflows",
                        safetensors(
                                "{\"a\":{" + tensor + ",\"shape\":[2147483647,2147483647,2147483647,2147483647]}}", 8)),
                Named.of(
                        "a huge tensor",
                        safetensors(
                                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483639],\"data_offsets\":[0,8589934556]}}",
                                8)),
                Named.of(
                        "tensors over each other",
                        safetensors("{\"a\":{" + tensor + ",\"shape\":[2]},\"b\":{" + tensor + ",\"shape\":[2]}}", 8)),
                Named.of("a name that quotes", safetensors("{\"" + "n".repeat(1 << 20) + "\":{}}", 0)),
                Named.of("many tensors", safetensors(many(100_000), 0)));
    }

    static Stream<Named<byte[]>> zips() throws IOException {
        byte[] small = zip(Map.of("archive/data.pkl", "}.".getBytes(StandardCharsets.ISO_8859_1)), ZipEntry.STORED);
        return Stream.of(
                Named.of("a bomb", zip(Map.of("archive/data.pkl", new byte[64 << 20]), ZipEntry.DEFLATED)),
                Named.of("no pickle", zip(Map.of("archive/version", new byte[] {'3'}), ZipEntry.STORED)),
                Named.of("a directory of 2 GiB", patched(small, 12, Integer.MAX_VALUE)),
                Named.of("a directory beyond the end", patched(small, 16, -2)),
                Named.of("a directory that is none", patched(small, 16, 0)),
                Named.of("65535 files that are not there", patched(small, 8, -1)),
                Named.of("many files", zip(manyFiles(), ZipEntry.STORED)));
    }

    static Stream<Named<byte[]>> pickles() throws IOException {
        return Stream.of(
                Named.of(
                        "a tensor of 2^62 values",
                        tensor(1L << 40, "J\u00ff\u00ff\u00ff\u007f".repeat(2), "K\u0000".repeat(2))),
                Named.of("a tensor beyond its storage", tensor(4, "K\u0005", "K\u0001")),
                Named.of(
                        "strides that overflow", tensor(4, "K\u0002".repeat(8), "J\u00ff\u00ff\u00ff\u007f".repeat(8))),
                Named.of("nine dimensions", tensor(4, "K\u0001".repeat(9), "K\u0001".repeat(9))),
                Named.of("a storage that is smaller than it says", tensor(1000, "M\u00e8\u0003", "K\u0001")));
    }

    /** Of PyTorch's format before 1.6. */
    static Stream<Named<byte[]>> legacy() {
        String tensor = "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text("0")
                + text("cpu") + "K\u0004tQK\u0000(K\u0004t(K\u0001t\u0089NtR";
        String weights = "}" + text("conv1.weight") + tensor + "s.";
        String keys = "]" + text("0") + "a.";
        byte[] numbers = number(4, 16);
        return Stream.of(
                Named.of("nothing after its magic number", legacy("", "", new byte[0])),
                Named.of("a pickle that does not end", legacy("N".repeat(2 << 20), "", new byte[0])),
                Named.of("2^62 numbers", legacy(weights, keys, number(1L << 62, 16))),
                Named.of("less than no numbers", legacy(weights, keys, number(-1, 16))),
                Named.of("fewer numbers than the tensor has", legacy(weights, keys, number(2, 16))),
                Named.of("a key of no storage", legacy(weights, "]" + text("9") + "a.", numbers)),
                Named.of("no list of keys", legacy(weights, "N.", numbers)),
                Named.of(
                        "a storage 100,000 times",
                        legacy(weights, "](" + text("0").repeat(100_000) + "e.", numbers)),
                Named.of("a storage of an unknown type", legacy(weights.replace("Float", "Other"), keys, numbers)),
                Named.of("deep dictionaries", legacy("}N".repeat(200_000) + "s".repeat(199_999) + ".", keys, numbers)),
                Named.of("a list of itself", legacy("]q\u0000" + "h\u0000a".repeat(100_000) + ".", "].", new byte[0])),
                Named.of(
                        "a tensor 100,000 times",
                        legacy("](" + tensor + "q\u0000" + "h\u0000".repeat(100_000) + "e.", keys, numbers)),
                Named.of(
                        "a call of Python's eval",
                        legacy(
                                "}" + text("a") + "c__builtin__\neval\n" + text(SECRET) + "\u0085Rs.",
                                "].",
                                new byte[0])));
    }

    private static byte[] legacy(String object, String keys, byte[] storages) {
        String magic = "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";
        byte[] pickles = (magic + "\u0080\u0002M\u00e9\u0003.\u0080\u0002}.\u0080\u0002" + object + "\u0080\u0002"
                        + keys)
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(pickles.length + storages.length)
                .put(pickles)
                .put(storages)
                .array();
    }

    /** A number of 64 bits, and bytes after it. */
    private static byte[] number(long value, int bytes) {
        return ByteBuffer.allocate(Long.BYTES + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static Stream<Named<byte[]>> others() {
        return Stream.of(
                Named.of("nothing", new byte[0]),
                Named.of(
                        "text", (SECRET + ":root:/root:/bin/bash\n").repeat(100).getBytes(StandardCharsets.UTF_8)),
                Named.of("text that begins as JSON", safetensors(SECRET.repeat(10), 0)),
                Named.of("a cut zip", new byte[] {'P', 'K', 3, 4, 0}));
    }

    private static byte[] safetensors(String json, int dataBytes) {
        return header(json.getBytes(StandardCharsets.UTF_8).length, json, dataBytes);
    }

    private static byte[] header(long length, String json, int dataBytes) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .array();
    }

    private static String many(int tensors) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < tensors; i++) {
            json.append("\"t").append(i).append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        return json.append("\"end\":{}}").toString();
    }

    private static Map<String, byte[]> manyFiles() {
        Map<String, byte[]> files = new java.util.TreeMap<>();
        for (int i = 0; i <= 20_000; i++) {
            files.put("archive/data/" + i, new byte[0]);
        }
        return files;
    }

    /** A file with one tensor of four floats' storage, as its pickle describes it. */
    private static byte[] tensor(long storageSize, String shape, String strides) throws IOException {
        String size = "\u008a\u0006";
        for (int i = 0; i < 6; i++) {
            size += (char) ((storageSize >> (8 * i)) & 0xff);
        }
        String pickle = "\u0080\u0002}" + text("conv1.weight") + "ctorch._utils\n_rebuild_tensor_v2\n(("
                + text("storage")
                + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + size + "tQK\u0000(" + shape + "t(" + strides
                + "t\u0089Nt" + "Rs.";
        return zip(
                Map.of(
                        "archive/data.pkl",
                        pickle.getBytes(StandardCharsets.ISO_8859_1),
                        "archive/data/0",
                        new byte[16]),
                ZipEntry.STORED);
    }

    private static String text(String value) {
        return "X" + (char) value.length() + "\u0000\u0000\u0000" + value;
    }

    /** Writes a number into the end of the zip, at a place counted from the start of its end record. */
    private static byte[] patched(byte[] zip, int at, int value) {
        byte[] copy = zip.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(copy.length - 22 + at, value);
        return copy;
    }

    private static byte[] zip(Map<String, byte[]> files, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 sum = new CRC32();
                    sum.update(file.getValue());
                    entry.setCrc(sum.getValue());
                    entry.setSize(file.getValue().length);
                }
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
