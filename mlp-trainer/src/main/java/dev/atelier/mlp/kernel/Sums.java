package dev.atelier.mlp.kernel;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;

import dev.atelier.trainer.compute.Work;
import jdk.incubator.vector.FloatVector;

/** Sums whose order of additions is fixed by the shape, never by the vector width. */
public final class Sums {
    private Sums() {}

    /** The sum of each column, over ascending rows, as a work of one piece. */
    public static Work ofColumns(MatrixView matrix, float[] sums) {
        if (matrix.columnStride() != 1 || sums.length < matrix.columns()) {
            throw new IllegalArgumentException("The columns of " + matrix.shape() + " do not sum into " + sums.length
                    + " values: rows must be contiguous and there must be at least one value a column");
        }
        return new ColumnSums(matrix, sums);
    }

    private record ColumnSums(MatrixView matrix, float[] sums) implements Work {
        @Override
        public int pieces() {
            return 1;
        }

        @Override
        public void run(int piece) {
            int columns = matrix.columns();
            int j = 0;
            for (; j <= columns - LANES; j += LANES) {
                sumVector(matrix.values(), j, matrix.rows(), matrix.rowStride(), sums);
            }
            for (; j < columns; j++) {
                float sum = 0;
                for (int i = 0; i < matrix.rows(); i++) {
                    sum += matrix.values()[i * matrix.rowStride() + j];
                }
                sums[j] = sum;
            }
        }

        private static void sumVector(float[] values, int column, int rows, int stride, float[] sums) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < rows; i++) {
                sum = sum.add(FloatVector.fromArray(SPECIES, values, i * stride + column));
            }
            sum.intoArray(sums, column);
        }
    }
}
