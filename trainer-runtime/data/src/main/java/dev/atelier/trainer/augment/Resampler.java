package dev.atelier.trainer.augment;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import java.util.Arrays;

/**
 * Resamples an image under a {@link Placement}. Each pixel of the result is looked up in the original, at the nearest
 * pixel or weighted between the four around; all beyond the frame is zero. Halves are rounded to even, as PyTorch does.
 * Nothing but the arguments decides the result, to the last bit.
 */
public final class Resampler {
    private final int channels;
    private final int height;
    private final int width;
    private final Interpolation interpolation;

    public Resampler(ImageShape shape, Interpolation interpolation) {
        this.channels = shape.channels();
        this.height = shape.height();
        this.width = shape.width();
        this.interpolation = interpolation;
    }

    /**
     * Writes the moved image.
     *
     * @param source shape [channels, height, width], from {@code offset}
     * @param target the same shape, from {@code targetOffset}; not the same array as {@code source}
     */
    public void draw(byte[] source, int offset, byte[] target, int targetOffset, Placement placement) {
        int plane = height * width;
        for (int channel = 0; channel < channels; channel++) {
            int from = offset + channel * plane;
            int to = targetOffset + channel * plane;
            if (placement.degrees() == 0) {
                shift(source, from, target, to, placement);
            } else {
                turn(source, from, target, to, placement);
            }
            erase(target, to, placement.erased());
        }
    }

    private void erase(byte[] target, int to, Patch patch) {
        for (int row = patch.top(); row < patch.top() + patch.height(); row++) {
            int start = to + row * width + patch.left();
            Arrays.fill(target, start, start + patch.width(), (byte) 0);
        }
    }

    private void shift(byte[] source, int from, byte[] target, int to, Placement placement) {
        int start = placement.flip() ? width - 1 : 0;
        int stride = placement.flip() ? -1 : 1;
        for (int row = 0; row < height; row++) {
            int y = row - placement.down();
            for (int column = 0; column < width; column++) {
                int x = column - placement.right();
                target[to++] = within(x, y) ? source[from + y * width + start + stride * x] : 0;
            }
        }
    }

    private void turn(byte[] source, int from, byte[] target, int to, Placement placement) {
        double radians = StrictMath.toRadians(placement.degrees());
        double cos = StrictMath.cos(radians);
        double sin = StrictMath.sin(radians);
        double middleX = (width - 1) / 2.0;
        double middleY = (height - 1) / 2.0;
        for (int row = 0; row < height; row++) {
            int turnedY = row - placement.down();
            for (int column = 0; column < width; column++) {
                int turnedX = column - placement.right();
                if (within(turnedX, turnedY)) {
                    double x = cos * (turnedX - middleX) - sin * (turnedY - middleY) + middleX;
                    double y = sin * (turnedX - middleX) + cos * (turnedY - middleY) + middleY;
                    target[to++] = (byte)
                            (interpolation == Interpolation.NEAREST
                                    ? pixel(source, from, (int) Math.rint(x), (int) Math.rint(y), placement.flip())
                                    : between(source, from, x, y, placement.flip()));
                } else {
                    target[to++] = 0;
                }
            }
        }
    }

    private int between(byte[] source, int from, double x, double y, boolean flip) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double rightShare = x - left;
        double bottomShare = y - top;
        double upper = pixel(source, from, left, top, flip) * (1 - rightShare)
                + pixel(source, from, left + 1, top, flip) * rightShare;
        double lower = pixel(source, from, left, top + 1, flip) * (1 - rightShare)
                + pixel(source, from, left + 1, top + 1, flip) * rightShare;
        return (int) Math.rint(upper * (1 - bottomShare) + lower * bottomShare);
    }

    private int pixel(byte[] source, int from, int x, int y, boolean flip) {
        return within(x, y) ? Byte.toUnsignedInt(source[from + y * width + (flip ? width - 1 - x : x)]) : 0;
    }

    private boolean within(int x, int y) {
        return x >= 0 && x < width && y >= 0 && y < height;
    }
}
