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
