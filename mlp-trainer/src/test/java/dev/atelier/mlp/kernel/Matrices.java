package dev.atelier.mlp.kernel;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** Matrices for tests, and the products that the kernels are compared with. */
final class Matrices {

    private Matrices() {}

    static FMatrixRMaj random(int rows, int columns, long seed) {
        Random random = new Random(seed * 31 + rows * 1009L + columns);
        FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            matrix.data[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    static FMatrixRMaj transposed(FMatrixRMaj matrix) {
        return CommonOps_FDRM.transpose(matrix, null);
    }

    /** The definition: every element one chain of fused multiply-adds over ascending k. */
    static FMatrixRMaj chained(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj start) {
        FMatrixRMaj c = start.copy();
        for (int i = 0; i < c.numRows; i++) {
            for (int j = 0; j < c.numCols; j++) {
                float sum = c.get(i, j);
                for (int k = 0; k < a.numCols; k++) {
                    sum = Math.fma(a.get(i, k), b.get(k, j), sum);
                }
                c.set(i, j, sum);
            }
        }
        return c;
    }

    /** EJML's own product. */
    static FMatrixRMaj reference(FMatrixRMaj a, FMatrixRMaj b) {
        FMatrixRMaj c = new FMatrixRMaj(a.numRows, b.numCols);
        CommonOps_FDRM.mult(a, b, c);
        return c;
    }
}
