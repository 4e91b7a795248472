package dev.atelier.mlp.kernel;

import org.ejml.data.FMatrixRMaj;

/**
 * How a product reads one of its factors: element (i, j) is {@code values[i * rowStride + j * columnStride]}. One of
 * the two strides is always 1, so that {@link #transposed()} costs nothing.
 */
public record MatrixView(float[] values, int rows, int columns, int rowStride, int columnStride) {

    public MatrixView {
        if (rowStride != 1 && columnStride != 1) {
            throw new IllegalArgumentException(
                    "One stride must be 1, but rowStride is " + rowStride + " and columnStride is " + columnStride);
        }
        long last = rows == 0 || columns == 0 ? -1 : (rows - 1L) * rowStride + (columns - 1L) * columnStride;
        if (rows < 0 || columns < 0 || last >= values.length) {
            throw new IllegalArgumentException("A view of " + rows + " x " + columns + " with strides " + rowStride
                    + " and " + columnStride + " does not fit into " + values.length + " values");
        }
    }

    public static MatrixView of(FMatrixRMaj matrix) {
        return new MatrixView(matrix.data, matrix.numRows, matrix.numCols, matrix.numCols, 1);
    }

    /** The leading {@code rows} rows of a row-major array. */
    public static MatrixView ofRows(float[] values, int rows, int columns) {
        return new MatrixView(values, rows, columns, columns, 1);
    }

    public MatrixView transposed() {
        return new MatrixView(values, columns, rows, columnStride, rowStride);
    }

    String shape() {
        return "[" + rows + ", " + columns + "]";
    }
}
