package dev.atelier.mlp.kernel;

import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.compute.Work;
import java.util.Arrays;

/**
 * C = start + A·B, cut into blocks of columns and rows by the shape of C alone. Transposed factors are views
 * ({@link MatrixView#transposed()}). Each element of C is one chain of fused multiply-adds over ascending k that begins
 * with the start: zero or a bias of the column.
 */
public final class Product implements Work {
    private static final int BLOCK_ROWS = 256;
    private static final float[] ZEROS = new float[MicroKernel.WIDE];

    private final MatrixView a;
    private final MatrixView b;
    private final MatrixView c;
    private final float[] start;
    private final Epilogue epilogue;
    private final int panels;

    private Product(MatrixView a, MatrixView b, MatrixView c, float[] start, Epilogue epilogue) {
        if (a.columns() != b.rows() || c.rows() != a.rows() || c.columns() != b.columns()) {
            throw new IllegalArgumentException("The shapes " + a.shape() + " · " + b.shape() + " = " + c.shape()
                    + " do not fit: inner sizes must be equal, outer sizes must be those of the result");
        }
        if (c.columnStride() != 1) {
            throw new IllegalArgumentException("The result of a product must not be a transposed view");
        }
        if (c.values() == a.values() || c.values() == b.values()) {
            throw new IllegalArgumentException("The result of a product must not be one of its factors");
        }
        this.a = a;
        this.b = b;
        this.c = c;
        this.start = start;
        this.epilogue = epilogue;
        this.panels = -Math.floorDiv(-c.columns(), MicroKernel.WIDE);
    }

    /** C = A·B. */
    public static Product of(MatrixView a, MatrixView b, MatrixView c) {
        return new Product(a, b, c, ZEROS, Epilogue.NONE);
    }

    /** C = bias + A·B, the bias (at least one value a column) added to each row. */
    public static Product withBias(MatrixView a, MatrixView b, float[] bias, MatrixView c) {
        if (bias.length < c.columns()) {
            throw new IllegalArgumentException(
                    "The bias has " + bias.length + " values but the result has " + c.columns() + " columns");
        }
        return new Product(a, b, c, bias, Epilogue.NONE);
    }

    /** The same product, with each finished block handed to {@code next}. */
    public Product then(Epilogue next) {
        return new Product(a, b, c, start, next);
    }

    @Override
    public int pieces() {
        return panels * -Math.floorDiv(-c.rows(), BLOCK_ROWS);
    }

    @Override
    public void run(int piece) {
        Scratch scratch = Scratch.ofThisThread();
        int column = piece % panels * MicroKernel.WIDE;
        int columns = Math.min(MicroKernel.WIDE, c.columns() - column);
        int row = piece / panels * BLOCK_ROWS;
        int rows = Math.min(BLOCK_ROWS, c.rows() - row);
        boolean narrow = columns <= Vectors.LANES && MicroKernel.TILE_ROWS == 8;
        int panelColumns = narrow ? Vectors.LANES : MicroKernel.WIDE;
        int depth = a.columns();
        int parts = Math.max(1, -Math.floorDiv(-depth, Scratch.DEPTH));
        int part = Math.max(1, -Math.floorDiv(-depth, parts));
        for (int k = 0; k == 0 || k < depth; k += part) {
            int steps = Math.min(part, depth - k);
            Panel.pack(b, k, steps, column, columns, scratch.panel, panelColumns);
            for (int i = row; i < row + rows; i += MicroKernel.TILE_ROWS) {
                int tileRows = Math.min(MicroKernel.TILE_ROWS, row + rows - i);
                if (tileRows == MicroKernel.TILE_ROWS && columns == panelColumns) {
                    computeWhole(k, steps, i, column, narrow, scratch);
                } else {
                    computeEdge(k, steps, i, tileRows, column, columns, narrow, scratch);
                }
            }
        }
        epilogue.apply(row, rows, column, columns);
    }

    private void computeWhole(int k, int steps, int row, int column, boolean narrow, Scratch scratch) {
        int c0 = row * c.rowStride() + column;
        if (k > 0) {
            computeTile(
                    k,
                    steps,
                    row,
                    MicroKernel.TILE_ROWS,
                    narrow,
                    scratch,
                    c.values(),
                    c0,
                    c.rowStride(),
                    c.values(),
                    c0,
                    c.rowStride());
        } else {
            int s0 = start == ZEROS ? 0 : column;
            computeTile(
                    k, steps, row, MicroKernel.TILE_ROWS, narrow, scratch, start, s0, 0, c.values(), c0, c.rowStride());
        }
    }

    /** A tile that reaches over the edge of C is computed in scratch memory. */
    private void computeEdge(
            int k, int steps, int row, int rows, int column, int columns, boolean narrow, Scratch scratch) {
        float[] tile = scratch.tile;
        int stride = narrow ? Vectors.LANES : MicroKernel.WIDE;
        Arrays.fill(tile, 0);
        for (int i = 0; i < rows; i++) {
            if (k > 0) {
                System.arraycopy(c.values(), (row + i) * c.rowStride() + column, tile, i * stride, columns);
            } else if (start != ZEROS) {
                System.arraycopy(start, column, tile, i * stride, columns);
            }
        }
        computeTile(k, steps, row, rows, narrow, scratch, tile, 0, stride, tile, 0, stride);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(tile, i * stride, c.values(), (row + i) * c.rowStride() + column, columns);
        }
    }

    private void computeTile(
            int k,
            int steps,
            int row,
            int rows,
            boolean narrow,
            Scratch scratch,
            float[] from,
            int s0,
            int fromStride,
            float[] to,
            int c0,
            int toStride) {
        int a0 = row * a.rowStride() + k * a.columnStride();
        int rs = a.rowStride();
        int ks = a.columnStride();
        if (MicroKernel.TILE_ROWS == 4) {
            MicroKernel.fourByTwo(
                    a.values(), a0, rs, ks, rows, scratch.panel, steps, from, s0, fromStride, to, c0, toStride);
        } else if (narrow) {
            MicroKernel.eightByOne(
                    a.values(), a0, rs, ks, rows, scratch.panel, steps, from, s0, fromStride, to, c0, toStride);
        } else {
            MicroKernel.eightByTwo(
                    a.values(), a0, rs, ks, rows, scratch.panel, steps, from, s0, fromStride, to, c0, toStride);
        }
    }
}
