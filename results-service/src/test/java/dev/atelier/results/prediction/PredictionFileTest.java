package dev.atelier.results.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFileTest {
    private static final String HEADER = """
            {"labels":{"dtype":"I64","shape":[3],"data_offsets":[0,24]},
             "probabilities":{"dtype":"F32","shape":[3,2],"data_offsets":[24,48]}}""";

    @TempDir
    Path folder;

    @Test
    void theGreatestProbabilityIsThePrediction() throws IOException {
        assertThat(PredictionFile.readCorrect(write(bytes(HEADER)))).containsExactly(true, true, false);
    }

    @Test
    void whatIsNoFileOfPredictionsIsRefusedWithTheReason() throws IOException {
        byte[] good = bytes(HEADER);
        assertRefused(new byte[3], "the file has 3 bytes; expected at least 8");
        assertRefused(Arrays.copyOf(good, 20), "its first eight bytes are not the header's length");
        assertRefused(Arrays.copyOf(good, good.length - 1), "the tensors have 47 bytes; expected 48");
        assertRefused(bytes("{"), "the header is not JSON");
        assertRefused(bytes("{}", 0), "labels is null and probabilities null; expected I64[images] and F32[images");
        assertRefused(bytes(HEADER.replace("F32", "U32")), "probabilities has the type U32; expected one of [I64, F32");
        assertRefused(
                bytes(HEADER.replace("[3]", "[1,3]")),
                "labels is I64[1, 3] and probabilities F32[3, 2]; expected I64[images] and F32[images, classes]");
        assertRefused(bytes(HEADER.replace("[24,48]", "[24,44]")), "expected room for exactly its values");
    }

    private void assertRefused(byte[] file, String reason) throws IOException {
        Path path = write(file);
        assertThatThrownBy(() -> PredictionFile.readCorrect(path))
                .isInstanceOf(InvalidPredictionsException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(reason);
    }

    private Path write(byte[] file) throws IOException {
        return Files.write(folder.resolve("predictions.safetensors"), file);
    }

    /** Images of the classes 0, 1 and 1, taken for 0, 1 and 0. */
    private static byte[] bytes(String header) {
        return bytes(header, 48);
    }

    private static byte[] bytes(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length + 48).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).putLong(0).putLong(1).putLong(1);
        for (float probability : new float[] {0.9f, 0.1f, 0.2f, 0.8f, 0.6f, 0.4f}) {
            file.putFloat(probability);
        }
        return Arrays.copyOf(file.array(), Long.BYTES + json.length + dataBytes);
    }
}
