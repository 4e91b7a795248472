package dev.atelier.mlp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.trainer.compute.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductTest {
    private final Workers alone = new Workers(1);
    private final Workers two = new Workers(2);

    @AfterAll
    void close() {
        alone.close();
        two.close();
    }

    @Test
    void everySmallShapeHasTheBitsOfTheDefinition() {
        for (int rows = 1; rows <= 18; rows++) {
            for (int columns = 1; columns <= 2 * MicroKernel.WIDE + 2; columns++) {
                for (int depth = 1; depth <= 5; depth++) {
                    checkAllForms(rows, columns, depth, alone);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "64, 256, 784", "784, 256, 64", "64, 10, 256", "256, 10, 64", "64, 256, 10", "16, 256, 784", "1, 10, 784",
        "257, 33, 100", "512, 65, 272", "7, 31, 273", "9, 48, 545", "300, 17, 1000", "33, 1, 64", "1, 1, 1000"
    })
    void largerShapesHaveTheBitsOfTheDefinition(int rows, int columns, int depth) {
        checkAllForms(rows, columns, depth, alone);
        checkAllForms(rows, columns, depth, two);
    }

    @ParameterizedTest
    @CsvSource({"64, 256, 784", "784, 256, 64", "64, 10, 256", "13, 29, 301", "100, 100, 100"})
    void agreesWithEjml(int rows, int columns, int depth) {
        FMatrixRMaj a = Matrices.random(rows, depth, 1);
        FMatrixRMaj b = Matrices.random(depth, columns, 2);
        FMatrixRMaj c = new FMatrixRMaj(rows, columns);
        two.run(Product.of(MatrixView.of(a), MatrixView.of(b), MatrixView.of(c)));
        FMatrixRMaj expected = Matrices.reference(a, b);
        for (int i = 0; i < rows * columns; i++) {
            assertThat(c.data[i]).isCloseTo(expected.data[i], within((float) (1e-6 * depth)));
        }
    }

    @Test
    void anEmptyDepthLeavesTheBias() {
        FMatrixRMaj c = Matrices.random(3, 5, 1);
        float[] bias = {1, 2, 3, 4, 5};
        alone.run(Product.withBias(
                MatrixView.ofRows(new float[0], 3, 0), MatrixView.ofRows(new float[0], 0, 5), bias, MatrixView.of(c)));
        assertThat(Arrays.copyOfRange(c.data, 10, 15)).containsExactly(bias);
    }

    @Test
    void theEpilogueSeesEachElementOnce() {
        FMatrixRMaj a = Matrices.random(530, 3, 1);
        FMatrixRMaj b = Matrices.random(3, 70, 2);
        FMatrixRMaj c = new FMatrixRMaj(530, 70);
        int[] seen = new int[530 * 70];
        two.run(Product.of(MatrixView.of(a), MatrixView.of(b), MatrixView.of(c)).then((row, rows, column, columns) -> {
            for (int i = row; i < row + rows; i++) {
                for (int j = column; j < column + columns; j++) {
                    seen[i * 70 + j]++;
                }
            }
        }));
        assertThat(seen).containsOnly(1);
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        MatrixView a = MatrixView.ofRows(new float[6], 2, 3);
        MatrixView b = MatrixView.ofRows(new float[8], 4, 2);
        MatrixView c = MatrixView.ofRows(new float[4], 2, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Product.of(a, b, c))
                .withMessageContaining("[2, 3] · [4, 2] = [2, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Product.of(c, c, c))
                .withMessageContaining("must not be one of its factors");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MatrixView.ofRows(new float[5], 2, 3))
                .withMessageContaining("2 x 3");
    }

    private static void checkAllForms(int rows, int columns, int depth, Workers workers) {
        FMatrixRMaj a = Matrices.random(rows, depth, 1);
        FMatrixRMaj b = Matrices.random(depth, columns, 2);
        FMatrixRMaj zero = new FMatrixRMaj(rows, columns);
        float[] bias = Matrices.random(1, columns, 4).data;
        FMatrixRMaj biased = new FMatrixRMaj(rows, columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(bias, 0, biased.data, i * columns, columns);
        }
        List<MatrixView> lefts =
                List.of(MatrixView.of(a), MatrixView.of(Matrices.transposed(a)).transposed());
        List<MatrixView> rights =
                List.of(MatrixView.of(b), MatrixView.of(Matrices.transposed(b)).transposed());
        List<FMatrixRMaj> results = new ArrayList<>();
        for (MatrixView left : lefts) {
            for (MatrixView right : rights) {
                FMatrixRMaj plain = Matrices.random(rows, columns, 5);
                FMatrixRMaj withBias = Matrices.random(rows, columns, 5);
                workers.run(Product.of(left, right, MatrixView.of(plain)));
                workers.run(Product.withBias(left, right, bias, MatrixView.of(withBias)));
                results.addAll(List.of(plain, withBias));
            }
        }
        float[] plain = Matrices.chained(a, b, zero).data;
        float[] withBias = Matrices.chained(a, b, biased).data;
        for (int i = 0; i < results.size(); i += 2) {
            assertThat(results.get(i).data).isEqualTo(plain);
            assertThat(results.get(i + 1).data).isEqualTo(withBias);
        }
    }
}
