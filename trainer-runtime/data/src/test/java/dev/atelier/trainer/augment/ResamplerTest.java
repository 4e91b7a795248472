package dev.atelier.trainer.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against images that torchvision drew: {@code src/test/python/affine_golden.py}. */
class ResamplerTest {

    record Golden(ImageShape shape, Interpolation interpolation, Placement placement, byte[] pixels) {
        @Override
        public String toString() {
            return shape + " " + interpolation + " " + placement;
        }
    }

    static List<Golden> goldens() throws IOException {
        return GoldenImages.lines("affine.jsonl").stream()
                .map(ResamplerTest::golden)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void drawsAsTorchvisionDoes(Golden golden) {
        byte[] drawn = new byte[golden.shape.bytes()];
        new Resampler(golden.shape, golden.interpolation)
                .draw(GoldenImages.image(golden.shape), 0, drawn, 0, golden.placement);
        if (golden.interpolation == Interpolation.NEAREST) {
            assertThat(drawn).isEqualTo(golden.pixels);
        } else {
            // torchvision weighs in single precision: a pixel half way between two values may fall to the other side
            int off = 0;
            for (int i = 0; i < drawn.length; i++) {
                int difference = Math.abs(Byte.toUnsignedInt(drawn[i]) - Byte.toUnsignedInt(golden.pixels[i]));
                assertThat(difference).as("pixel %d", i).isLessThanOrEqualTo(1);
                off += difference;
            }
            assertThat(off).isLessThanOrEqualTo(drawn.length / 200);
        }
    }

    @Test
    void anErasedPatchIsZeroInEveryChannelAndTheRestIsNot() {
        ImageShape shape = new ImageShape(2, 4, 5);
        byte[] source = new byte[40];
        java.util.Arrays.fill(source, (byte) 7);
        byte[] target = new byte[40];

        new Resampler(shape, Interpolation.NEAREST)
                .draw(source, 0, target, 0, new Placement(false, 0, 0, 0, new Patch(1, 2, 3, 2)));

        for (int i = 0; i < 40; i++) {
            int row = i % 20 / 5;
            int column = i % 5;
            boolean inside = row >= 2 && column >= 1 && column <= 3;
            assertThat(target[i]).as("row %d, column %d", row, column).isEqualTo((byte) (inside ? 0 : 7));
        }
    }

    @Test
    void theTargetsOffsetIsKept() {
        ImageShape shape = new ImageShape(2, 3, 5);
        byte[] source = new byte[60];
        System.arraycopy(GoldenImages.image(shape), 0, source, 30, 30);
        byte[] target = new byte[90];
        new Resampler(shape, Interpolation.BILINEAR).draw(source, 30, target, 60, Placement.IDENTITY);
        assertThat(Arrays.copyOfRange(target, 60, 90)).isEqualTo(GoldenImages.image(shape));
        assertThat(Arrays.copyOf(target, 60)).containsOnly(0);
    }

    @Test
    void aTurnAndItsOppositeKeepTheMiddleOfAnImage() {
        ImageShape shape = new ImageShape(1, 15, 15);
        Resampler resampler = new Resampler(shape, Interpolation.NEAREST);
        byte[] source = GoldenImages.image(shape);
        byte[] turned = new byte[source.length];
        byte[] back = new byte[source.length];
        resampler.draw(source, 0, turned, 0, new Placement(false, 90, 0, 0));
        resampler.draw(turned, 0, back, 0, new Placement(false, -90, 0, 0));
        assertThat(back).isEqualTo(source);
        assertThat(turned).isNotEqualTo(source);
    }

    private static Golden golden(JsonNode json) {
        return new Golden(
                GoldenImages.shape(json),
                Interpolation.valueOf(json.get("interpolation").textValue().toUpperCase(Locale.ROOT)),
                new Placement(
                        json.get("flip").booleanValue(),
                        json.get("degrees").doubleValue(),
                        json.get("right").intValue(),
                        json.get("down").intValue()),
                HexFormat.of().parseHex(json.get("pixels").textValue()));
    }
}
