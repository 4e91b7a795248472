package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    /** What {@code src/test/python/safetensors_golden.py} holds too. */
    private static final SortedMap<String, Tensor> GOLDEN = golden();

    @TempDir
    Path folder;

    @Test
    void aFileOfThePythonPackageIsRead() throws IOException {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("golden.safetensors"))) {
            assertThat(read(file.readAllBytes())).isEqualTo(GOLDEN);
        }
    }

    /** The file stays in {@code target}, where {@code safetensors_golden.py check} reads it. */
    @Test
    void aFileComesBackAsItWasWritten() throws IOException {
        Path file = Files.createDirectories(Path.of("target")).resolve("written.safetensors");
        Files.write(file, bytes(GOLDEN));
        assertThat(Safetensors.load(file)).isEqualTo(GOLDEN);
        assertThat(Safetensors.sha256(GOLDEN)).isEqualTo(Sha256.of(Files.readAllBytes(file)));
    }

    @Test
    void tensorsLieAlignedAndInOrder() {
        byte[] file = bytes(GOLDEN);
        long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
        assertThat(new String(file, 8, (int) header, StandardCharsets.UTF_8).strip())
                .startsWith("{\"counts\":{\"dtype\":\"I64\",\"shape\":[2,1],\"data_offsets\":[0,16]},\"step\":"
                        + "{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[16,24]},\"größe\":{\"dtype\":\"F32\"");
    }

    @Test
    void equalTensorsMakeEqualFiles() {
        assertThat(bytes(golden())).isEqualTo(bytes(golden()));
    }

    @Test
    void tensorsLargerThanABufferSurvive() throws IOException {
        Random random = new Random(1);
        float[] floats = new float[200_001];
        long[] longs = new long[100_003];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt());
        }
        for (int i = 0; i < longs.length; i++) {
            longs[i] = random.nextLong();
        }
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        tensors.put("floats", Tensor.of(floats, 200_001));
        tensors.put("longs", Tensor.of(longs, 100_003, 1));
        assertThat(read(bytes(tensors))).isEqualTo(tensors);
    }

    @Test
    void noTensorsAreAFileToo() throws IOException {
        assertThat(read(bytes(new TreeMap<>()))).isEmpty();
    }

    @Test
    void aFileCutAnywhereIsRecognised() {
        byte[] whole = bytes(GOLDEN);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    /** 1.5, -2 and 2^-9 in each type, by the definitions of IEEE 754 and of bfloat16. */
    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f83f 00000000000000c0 000000000000603f",
        "F32, 0000c03f 000000c0 0000003b",
        "F16, 003e 00c0 0018",
        "BF16, c03f 00c0 003b"
    })
    void floatingPointNumbersOfAnyWidthAreReadAsF32(String type, String numbers) throws IOException {
        byte[] data = HexFormat.of().parseHex(numbers.replace(" ", ""));
        byte[] file = file(
                "{\"a\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%d]}}".formatted(type, data.length),
                data.length);
        System.arraycopy(data, 0, file, file.length - data.length, data.length);
        assertThat(read(file).get("a")).isEqualTo(Tensor.of(new float[] {1.5f, -2, 0x1p-9f}, 3));
    }

    @Test
    void errorsAreReported() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Files.write(file, Arrays.copyOf(bytes(GOLDEN), bytes(GOLDEN).length - 4));
        assertThatThrownBy(() -> Safetensors.load(file))
                .hasMessage(file + " is damaged: the tensors have 60 bytes; expected 64, as in the header");
        assertThatThrownBy(() -> read(file("{\"a\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2)))
                .hasMessage("tensor a has the type I16; expected one of [I64, F32, F64, F16, BF16]");
        assertThatThrownBy(() -> read(file("{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4)))
                .hasMessageStartingWith("tensor a has the type 'F33'; expected one of [I64, F32, ");
        assertThatThrownBy(() -> read(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4)))
                .hasMessage("tensor a of type F32 and shape [2] spans bytes 0 to 4;"
                        + " expected room for exactly its values");
        for (String shape : List.of("[1099511627776,1099511627776]", "[-64,2]", "[1.5]", "[\"1\"]")) {
            assertThatThrownBy(() ->
                            read(file("{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}", 4)))
                    .hasMessage("tensor a has the shape " + shape + "; expected dimensions from 0 to 2147483647");
        }
        assertThatThrownBy(() -> read(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8)))
                .hasMessage("tensor a begins at byte 4; expected 0, where the one before it ends");
        assertThatThrownBy(() -> read(file("[]", 0))).hasMessage("the header is not a JSON object");
        assertThatThrownBy(() -> read(file("{\"a\"", 0))).hasMessage("the header is not JSON");
        assertThatThrownBy(() -> read(new byte[] {-1, -1, -1, -1, -1, -1, -1, 127}))
                .hasMessage("its first eight bytes are not the header's length; expected at most 0");
    }

    @Test
    void theFormatsOwnNameIsRefused() {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        tensors.put("__metadata__", Tensor.scalar(1));
        assertThatThrownBy(() -> bytes(tensors)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SortedMap<String, Tensor> golden() {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        tensors.put(
                "layers.0.weight", Tensor.of(new float[] {-0.625f, -0.375f, -0.125f, 0.125f, 0.375f, 0.625f}, 2, 3));
        tensors.put("layers.0.bias", Tensor.of(new float[] {1e-40f, -0f, Float.POSITIVE_INFINITY}, 3));
        tensors.put("step", Tensor.scalar(1234567890123L));
        tensors.put("counts", Tensor.of(new long[] {-1, 1L << 62}, 2, 1));
        tensors.put("nothing", Tensor.of(new float[0], 0, 4));
        tensors.put("größe", Tensor.of(new float[] {0.1f}, 1));
        return tensors;
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static byte[] bytes(SortedMap<String, Tensor> tensors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Safetensors.write(Channels.newChannel(out), tensors);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static SortedMap<String, Tensor> read(byte[] file) throws IOException {
        return Safetensors.read(Channels.newChannel(new ByteArrayInputStream(file)), file.length);
    }
}
