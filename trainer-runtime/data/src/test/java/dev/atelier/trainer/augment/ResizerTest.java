package dev.atelier.trainer.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.ImageShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against images that torchvision resized: {@code src/test/python/resize_golden.py}. */
class ResizerTest {
    static List<JsonNode> goldens() throws IOException {
        return GoldenImages.lines("resize.jsonl");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void resizesAsTorchvisionDoes(JsonNode golden) {
        ImageShape from = GoldenImages.shape(golden);
        ImageShape to = new ImageShape(
                from.channels(),
                golden.get("newHeight").intValue(),
                golden.get("newWidth").intValue());
        byte[] resized = new byte[to.bytes()];
        new Resizer(from, to).resize(GoldenImages.image(from), 0, resized, 0);
        byte[] expected = HexFormat.of().parseHex(golden.get("pixels").textValue());
        int off = 0;
        for (int i = 0; i < resized.length; i++) {
            int difference = Math.abs(Byte.toUnsignedInt(resized[i]) - Byte.toUnsignedInt(expected[i]));
            // torchvision rounds twice, after the rows and after the columns
            assertThat(difference).as("pixel %d", i).isLessThanOrEqualTo(1);
            off += difference;
        }
        assertThat(off).isLessThanOrEqualTo(resized.length / 4);
    }

    @Test
    void anEvenImageStaysEven() {
        ImageShape from = new ImageShape(2, 5, 7);
        ImageShape to = new ImageShape(2, 13, 3);
        byte[] even = new byte[from.bytes()];
        Arrays.fill(even, (byte) 200);
        byte[] resized = new byte[to.bytes()];
        new Resizer(from, to).resize(even, 0, resized, 0);
        assertThat(resized).containsOnly(200);
    }
}
