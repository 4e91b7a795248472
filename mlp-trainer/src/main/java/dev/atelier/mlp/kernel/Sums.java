package dev.atelier.mlp.kernel;

import static dev.atelier.mlp.kernel.Vectors.LANES;
import static dev.atelier.mlp.kernel.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Sums whose order of additions is fixed by the shape, never by the vector width. */
public final class Sums {
    /** Partial sums of a sum of squares: element i belongs to the partial sum i mod 64. */
    private static final int PARTIALS = 64;

    private Sums() {}

    /** The sum of each column, over ascending rows, as a work of one piece. */
    public static Work ofColumns(MatrixView matrix, float[] sums) {
        if (matrix.columnStride() != 1 || sums.length < matrix.columns()) {
            throw new IllegalArgumentException("The columns of " + matrix.shape() + " do not sum into " + sums.length
                    + " values: rows must be contiguous and there must be at least one value a column");
        }
        return new ColumnSums(matrix, sums);
    }

    /** The sum of squares of a range: 64 chains of fused multiply-adds, added up in double precision. */
    public static double ofSquares(float[] x, int from, int to) {
        int whole = from + (to - from) / PARTIALS * PARTIALS;
        double sum = 0;
        float[] partials = new float[PARTIALS];
        for (int lane = 0; lane < PARTIALS; lane += 4 * LANES) {
            fourChains(x, from + lane, whole, partials, lane);
        }
        for (int i = whole; i < to; i++) {
            partials[i - whole] = Math.fma(x[i], x[i], partials[i - whole]);
        }
        for (float partial : partials) {
            sum += partial;
        }
        return sum;
    }

    private static void fourChains(float[] x, int from, int to, float[] partials, int lane) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int i = from; i < to; i += PARTIALS) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + LANES);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, i + 2 * LANES);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, i + 3 * LANES);
            sum0 = x0.fma(x0, sum0);
            sum1 = x1.fma(x1, sum1);
            sum2 = x2.fma(x2, sum2);
            sum3 = x3.fma(x3, sum3);
        }
        sum0.intoArray(partials, lane);
        sum1.intoArray(partials, lane + LANES);
        sum2.intoArray(partials, lane + 2 * LANES);
        sum3.intoArray(partials, lane + 3 * LANES);
    }

    private record ColumnSums(MatrixView matrix, float[] sums) implements Work {
        @Override
        public int pieces() {
            return 1;
        }

        @Override
        public void run(int piece, Scratch scratch) {
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
