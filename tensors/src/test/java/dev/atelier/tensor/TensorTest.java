package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void tensorsAreEqualWhereTypeShapeAndBitsAre() {
        assertThat(Tensor.of(new float[] {1, 2}, 2))
                .isEqualTo(Tensor.of(new float[] {1, 2}, 2))
                .hasSameHashCodeAs(Tensor.of(new float[] {1, 2}, 2))
                .isNotEqualTo(Tensor.of(new float[] {1, 2}, 1, 2))
                .isNotEqualTo(Tensor.of(new float[] {1, 3}, 2))
                .isNotEqualTo(Tensor.of(new long[] {1, 2}, 2));
        assertThat(Tensor.of(new float[] {0f}, 1)).isNotEqualTo(Tensor.of(new float[] {-0f}, 1));
        assertThat(Tensor.scalar(7)).isEqualTo(Tensor.of(new long[] {7}));
    }

    @Test
    void aShapeThatDoesNotHoldTheValuesIsRefused() {
        assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
                .hasMessage("shape [2, 3] holds 6 values, but 5 were given");
        assertThatThrownBy(() -> Tensor.of(new long[0], -1, 0))
                .hasMessage("shape is [-1, 0], but no dimension can be negative");
    }
}
