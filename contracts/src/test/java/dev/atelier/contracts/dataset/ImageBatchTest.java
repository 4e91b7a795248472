package dev.atelier.contracts.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ImageBatchTest {
    private static final ImageShape SHAPE = new ImageShape(1, 2, 2);
    private static final ImageBatch BATCH = new ImageBatch(
            "cd".repeat(32),
            DatasetSplit.TEST,
            3,
            SHAPE,
            ByteBuffer.wrap(new byte[] {7, 9}),
            ByteBuffer.wrap(new byte[] {0, 1, 2, 3, -4, -3, -2, -1}));

    @Test
    void theLayoutIsAsDocumented() {
        assertThat(HexFormat.of().formatHex(BATCH.encode()))
                .isEqualTo("41544942" + "01" + "01" + "0001" + "0002" + "0002" + "00000003" + "00000002"
                        + "cd".repeat(32) + "0709" + "00010203fcfdfeff");
    }

    @Test
    void aBatchReadsAsItWasWritten() {
        assertThat(ImageBatch.decode(BATCH.encode())).isEqualTo(BATCH);
    }

    @Test
    void batchesFollowTheSizeOfAnImage() {
        assertThat(ImageBatch.capacity(new ImageShape(1, 28, 28))).isEqualTo(256);
        assertThat(ImageBatch.capacity(new ImageShape(1, 181, 181))).isEqualTo(256);
        assertThat(ImageBatch.capacity(new ImageShape(1, 224, 224))).isEqualTo(167);
        assertThat(ImageBatch.capacity(new ImageShape(3, 224, 224))).isEqualTo(55);
        assertThat(ImageBatch.capacity(new ImageShape(1, 2896, 2896))).isEqualTo(1);
        assertThat(ImageBatch.capacity(new ImageShape(65_535, 65_535, 65_535))).isEqualTo(1);
        for (int side = 1; side < 3_000; side++) {
            ImageShape shape = new ImageShape(1, side, side);
            int bytes = 52 + ImageBatch.capacity(shape) * (shape.bytes() + 1);
            assertThat(bytes <= ImageBatch.LARGEST_BYTES)
                    .as("%d × %d", side, side)
                    .isEqualTo(ImageBatch.holds(shape));
        }
    }

    @Test
    void whatIsNoBatchIsRefused() {
        byte[] good = BATCH.encode();
        byte[] foreign = good.clone();
        foreign[0] = 'X';
        assertThatThrownBy(() -> ImageBatch.decode(foreign)).hasMessageContaining("expected ATIB");
        assertThatThrownBy(() -> ImageBatch.decode(Arrays.copyOf(good, good.length - 1)))
                .hasMessageContaining("expected " + good.length);
        assertThatThrownBy(() -> ImageBatch.decode(new byte[10])).hasMessageContaining("header of 52");
        byte[] negative = good.clone();
        negative[16] = (byte) 0xff;
        assertThatThrownBy(() -> ImageBatch.decode(negative)).isInstanceOf(IllegalArgumentException.class);
    }
}
