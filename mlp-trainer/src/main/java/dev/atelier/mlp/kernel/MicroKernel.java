package dev.atelier.mlp.kernel;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops: a tile of the result is held in vector registers while k runs once over the depth. Each element
 * is one chain of fused multiply-adds over ascending k, begun with a value from {@code start}; so its bits depend
 * neither on the tile's shape nor on the vector width. Where {@code rows} is less than the tile's rows, the last row is
 * computed again in place of the missing ones, and the caller drops them.
 *
 * <p>A factor's element (i, k) of the tile is {@code a[a0 + i * rowStride + k * stepStride]}; the other factor has been
 * packed by {@link Panel}. A start stride of 0 begins all rows with the same values (a bias, or zeros).
 */
final class MicroKernel {
    /** Columns of the wide tiles: two vectors. */
    static final int WIDE = 2 * LANES;
    /** 256-bit machines have 16 vector registers, which hold a tile of four rows; the others have 32. */
    static final int TILE_ROWS = LANES == 8 ? 4 : 8;

    private MicroKernel() {}

    /** Eight rows by two vectors. */
    static void eightByTwo(
            float[] a,
            int a0,
            int rowStride,
            int stepStride,
            int rows,
            float[] panel,
            int depth,
            float[] start,
            int s0,
            int startStride,
            float[] c,
            int c0,
            int cStride) {
        int last = (rows - 1) * rowStride;
        int r1 = Math.min(rowStride, last);
        int r2 = Math.min(2 * rowStride, last);
        int r3 = Math.min(3 * rowStride, last);
        int r4 = Math.min(4 * rowStride, last);
        int r5 = Math.min(5 * rowStride, last);
        int r6 = Math.min(6 * rowStride, last);
        int r7 = Math.min(7 * rowStride, last);
        FloatVector c00 = fromArray(SPECIES, start, s0), c01 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c10 = fromArray(SPECIES, start, s0), c11 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c20 = fromArray(SPECIES, start, s0), c21 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c30 = fromArray(SPECIES, start, s0), c31 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c40 = fromArray(SPECIES, start, s0), c41 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c50 = fromArray(SPECIES, start, s0), c51 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c60 = fromArray(SPECIES, start, s0), c61 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c70 = fromArray(SPECIES, start, s0), c71 = fromArray(SPECIES, start, s0 + LANES);
        for (int k = 0, i = a0; k < depth; k++, i += stepStride) {
            FloatVector b0 = fromArray(SPECIES, panel, k * WIDE);
            FloatVector b1 = fromArray(SPECIES, panel, k * WIDE + LANES);
            FloatVector x = broadcast(SPECIES, a[i]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = broadcast(SPECIES, a[i + r1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = broadcast(SPECIES, a[i + r2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = broadcast(SPECIES, a[i + r3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = broadcast(SPECIES, a[i + r4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = broadcast(SPECIES, a[i + r5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            x = broadcast(SPECIES, a[i + r6]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            x = broadcast(SPECIES, a[i + r7]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
        }
        store(c00, c01, c, c0);
        store(c10, c11, c, c0 + cStride);
        store(c20, c21, c, c0 + 2 * cStride);
        store(c30, c31, c, c0 + 3 * cStride);
        store(c40, c41, c, c0 + 4 * cStride);
        store(c50, c51, c, c0 + 5 * cStride);
        store(c60, c61, c, c0 + 6 * cStride);
        store(c70, c71, c, c0 + 7 * cStride);
    }

    /** Four rows by two vectors. */
    static void fourByTwo(
            float[] a,
            int a0,
            int rowStride,
            int stepStride,
            int rows,
            float[] panel,
            int depth,
            float[] start,
            int s0,
            int startStride,
            float[] c,
            int c0,
            int cStride) {
        int last = (rows - 1) * rowStride;
        int r1 = Math.min(rowStride, last);
        int r2 = Math.min(2 * rowStride, last);
        int r3 = Math.min(3 * rowStride, last);
        FloatVector c00 = fromArray(SPECIES, start, s0), c01 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c10 = fromArray(SPECIES, start, s0), c11 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c20 = fromArray(SPECIES, start, s0), c21 = fromArray(SPECIES, start, s0 + LANES);
        s0 += startStride;
        FloatVector c30 = fromArray(SPECIES, start, s0), c31 = fromArray(SPECIES, start, s0 + LANES);
        for (int k = 0, i = a0; k < depth; k++, i += stepStride) {
            FloatVector b0 = fromArray(SPECIES, panel, k * WIDE);
            FloatVector b1 = fromArray(SPECIES, panel, k * WIDE + LANES);
            FloatVector x = broadcast(SPECIES, a[i]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = broadcast(SPECIES, a[i + r1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = broadcast(SPECIES, a[i + r2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = broadcast(SPECIES, a[i + r3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
        }
        store(c00, c01, c, c0);
        store(c10, c11, c, c0 + cStride);
        store(c20, c21, c, c0 + 2 * cStride);
        store(c30, c31, c, c0 + 3 * cStride);
    }

    /** Eight rows by one vector, for results with few columns. */
    static void eightByOne(
            float[] a,
            int a0,
            int rowStride,
            int stepStride,
            int rows,
            float[] panel,
            int depth,
            float[] start,
            int s0,
            int startStride,
            float[] c,
            int c0,
            int cStride) {
        int last = (rows - 1) * rowStride;
        int r1 = Math.min(rowStride, last);
        int r2 = Math.min(2 * rowStride, last);
        int r3 = Math.min(3 * rowStride, last);
        int r4 = Math.min(4 * rowStride, last);
        int r5 = Math.min(5 * rowStride, last);
        int r6 = Math.min(6 * rowStride, last);
        int r7 = Math.min(7 * rowStride, last);
        FloatVector acc0 = fromArray(SPECIES, start, s0);
        FloatVector acc1 = fromArray(SPECIES, start, s0 + startStride);
        FloatVector acc2 = fromArray(SPECIES, start, s0 + 2 * startStride);
        FloatVector acc3 = fromArray(SPECIES, start, s0 + 3 * startStride);
        FloatVector acc4 = fromArray(SPECIES, start, s0 + 4 * startStride);
        FloatVector acc5 = fromArray(SPECIES, start, s0 + 5 * startStride);
        FloatVector acc6 = fromArray(SPECIES, start, s0 + 6 * startStride);
        FloatVector acc7 = fromArray(SPECIES, start, s0 + 7 * startStride);
        for (int k = 0, i = a0; k < depth; k++, i += stepStride) {
            FloatVector b = fromArray(SPECIES, panel, k * LANES);
            acc0 = broadcast(SPECIES, a[i]).fma(b, acc0);
            acc1 = broadcast(SPECIES, a[i + r1]).fma(b, acc1);
            acc2 = broadcast(SPECIES, a[i + r2]).fma(b, acc2);
            acc3 = broadcast(SPECIES, a[i + r3]).fma(b, acc3);
            acc4 = broadcast(SPECIES, a[i + r4]).fma(b, acc4);
            acc5 = broadcast(SPECIES, a[i + r5]).fma(b, acc5);
            acc6 = broadcast(SPECIES, a[i + r6]).fma(b, acc6);
            acc7 = broadcast(SPECIES, a[i + r7]).fma(b, acc7);
        }
        acc0.intoArray(c, c0);
        acc1.intoArray(c, c0 + cStride);
        acc2.intoArray(c, c0 + 2 * cStride);
        acc3.intoArray(c, c0 + 3 * cStride);
        acc4.intoArray(c, c0 + 4 * cStride);
        acc5.intoArray(c, c0 + 5 * cStride);
        acc6.intoArray(c, c0 + 6 * cStride);
        acc7.intoArray(c, c0 + 7 * cStride);
    }

    private static void store(FloatVector left, FloatVector right, float[] c, int c0) {
        left.intoArray(c, c0);
        right.intoArray(c, c0 + LANES);
    }
}
