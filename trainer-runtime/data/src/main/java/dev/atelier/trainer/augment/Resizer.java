package dev.atelier.trainer.augment;

import dev.atelier.contracts.dataset.ImageShape;

/**
 * Resizes images as torchvision's antialiased bilinear {@code resize} does: each new pixel is the mean of
 * the old ones around it, weighted by a triangle as wide as two pixels of the coarser of both grids. Rows and columns are
 * done one after the other in double precision and rounded once, so the result is the same bits everywhere. Not
 * thread-safe: it owns scratch space.
 */
public final class Resizer {
    private final ImageShape from;
    private final ImageShape to;
    private final Weights columns;
    private final Weights rows;
    private final double[] stretched;

    public Resizer(ImageShape from, ImageShape to) {
        if (from.channels() != to.channels()) {
            throw new IllegalArgumentException(
                    "to has " + to.channels() + " channels; expected as many as from: " + from.channels());
        }
        this.from = from;
        this.to = to;
        this.columns = Weights.of(from.width(), to.width());
        this.rows = Weights.of(from.height(), to.height());
        this.stretched = new double[from.height() * to.width()];
    }

    /**
     * Writes the resized image.
     *
     * @param source shape [channels, height, width] of the old size, from {@code offset}
     * @param target shape [channels, height, width] of the new size, from {@code targetOffset}
     */
    public void resize(byte[] source, int offset, byte[] target, int targetOffset) {
        for (int channel = 0; channel < from.channels(); channel++) {
            stretchRows(source, offset + channel * from.height() * from.width());
            stretchColumns(target, targetOffset + channel * to.height() * to.width());
        }
    }

    private void stretchRows(byte[] source, int offset) {
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                int first = offset + y * from.width() + columns.first[x];
                double sum = 0;
                for (int i = 0; i < columns.shares[x].length; i++) {
                    sum += columns.shares[x][i] * Byte.toUnsignedInt(source[first + i]);
                }
                stretched[y * to.width() + x] = sum;
            }
        }
    }

    private void stretchColumns(byte[] target, int offset) {
        for (int y = 0; y < to.height(); y++) {
            double[] shares = rows.shares[y];
            for (int x = 0; x < to.width(); x++) {
                double sum = 0;
                for (int i = 0; i < shares.length; i++) {
                    sum += shares[i] * stretched[(rows.first[y] + i) * to.width() + x];
                }
                target[offset + y * to.width() + x] = (byte) (int) Math.rint(sum);
            }
        }
    }

    /** For each new pixel of a side, the first old one that it takes from, and the shares of that one and the next. */
    private record Weights(int[] first, double[][] shares) {
        static Weights of(int oldSize, int newSize) {
            double scale = (double) oldSize / newSize;
            double reach = Math.max(1, scale);
            int[] first = new int[newSize];
            double[][] shares = new double[newSize][];
            for (int i = 0; i < newSize; i++) {
                double middle = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (middle - reach + 0.5));
                int end = Math.min(oldSize, (int) (middle + reach + 0.5));
                shares[i] = new double[end - first[i]];
                double total = 0;
                for (int j = 0; j < shares[i].length; j++) {
                    shares[i][j] = Math.max(0, 1 - Math.abs((first[i] + j + 0.5 - middle) / reach));
                    total += shares[i][j];
                }
                for (int j = 0; j < shares[i].length; j++) {
                    shares[i][j] /= total;
                }
            }
            return new Weights(first, shares);
        }
    }
}
