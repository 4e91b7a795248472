package dev.atelier.mlp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.trainer.compute.Vectors;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class SumsTest {

    @Test
    void columnsOverAscendingRows() {
        FMatrixRMaj matrix = Matrices.random(37, 2 * Vectors.LANES + 3, 1);
        float[] sums = new float[matrix.numCols];
        Sums.ofColumns(MatrixView.of(matrix), sums).run(0);
        for (int j = 0; j < matrix.numCols; j++) {
            float expected = 0;
            for (int i = 0; i < matrix.numRows; i++) {
                expected += matrix.get(i, j);
            }
            assertThat(sums[j]).isEqualTo(expected).isNotCloseTo(0f, within(1e-9f));
        }
    }

    @Test
    void columnsNeedOneValueEach() {
        MatrixView matrix = MatrixView.ofRows(new float[6], 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sums.ofColumns(matrix, new float[2]))
                .withMessageContaining("[2, 3]");
    }
}
