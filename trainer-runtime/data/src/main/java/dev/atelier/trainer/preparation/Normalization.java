package dev.atelier.trainer.preparation;

import dev.atelier.contracts.job.DataSpec;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Turns pixels into network inputs by a table of 256 numbers for each channel. A pixel is a byte, so the table is the
 * whole function: exact, and as fast for one formula as for another.
 */
public final class Normalization {
    private static final int LEVELS = 256;

    /** Of the 1.28 million ImageNet images, red, green, blue, as torchvision's weights expect it. */
    public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);

    public static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    private final float[] table;
    private final int channels;
    private final int published;

    private Normalization(float[] table) {
        this(table, table.length / LEVELS);
    }

    private Normalization(float[] table, int published) {
        this.table = table;
        this.channels = table.length / LEVELS;
        this.published = published;
    }

    /** The normalisation that a job requests; mean and standard deviation are the dataset's. */
    public static Normalization of(DataSpec.Normalize kind, List<Double> mean, List<Double> std) {
        return switch (kind) {
            case STANDARDIZE -> standardize(mean, std);
            case UNIT -> unit(mean.size());
            case NONE -> none(mean.size());
            case IMAGENET -> standardize(IMAGENET_MEAN, IMAGENET_STD);
        };
    }

    /**
     * The same for images of fewer channels, which are repeated in turn: the one of grey images three times.
     *
     * @throws IllegalArgumentException if there would be no whole number of turns
     */
    public Normalization repeating(int publishedChannels) {
        if (publishedChannels < 1 || channels % publishedChannels != 0) {
            throw new IllegalArgumentException("The dataset's images have " + publishedChannels
                    + " channels; expected a number that divides the network's " + channels);
        }
        return new Normalization(table, publishedChannels);
    }

    /** Channels of what comes out. */
    public int channels() {
        return channels;
    }

    /** Scaled to [0, 1], then the channel's mean taken off and divided by its standard deviation. */
    public static Normalization standardize(List<Double> mean, List<Double> std) {
        if (mean.isEmpty() || mean.size() != std.size()) {
            throw new IllegalArgumentException("mean has " + mean.size() + " channels and std has " + std.size()
                    + ", but both must have the same number, at least 1");
        }
        float[] table = new float[mean.size() * LEVELS];
        for (int channel = 0; channel < mean.size(); channel++) {
            double center = mean.get(channel);
            double scale = std.get(channel);
            if (!(scale > 0)) {
                throw new IllegalArgumentException(
                        "std of channel " + channel + " is " + scale + "; expected a number greater than 0");
            }
            fill(table, channel, level -> (level / 255 - center) / scale);
        }
        return new Normalization(table);
    }

    /** Scaled to [0, 1]. */
    public static Normalization unit(int channels) {
        return uniform(channels, level -> level / 255);
    }

    /** The bytes as they are: 0 to 255. */
    public static Normalization none(int channels) {
        return uniform(channels, level -> level);
    }

    /**
     * Writes the inputs of one image.
     *
     * @param pixels shape [channels, height, width], from {@code offset}
     * @param inputs shape [{@link #channels}, height, width], from {@code inputOffset}
     * @param size channels * height * width of the pixels
     */
    public void apply(byte[] pixels, int offset, float[] inputs, int inputOffset, int size) {
        int plane = size / published;
        for (int channel = 0; channel < channels; channel++) {
            applyPlane(
                    pixels,
                    offset + channel % published * plane,
                    inputs,
                    inputOffset + channel * plane,
                    plane,
                    channel * LEVELS);
        }
    }

    private void applyPlane(byte[] pixels, int offset, float[] inputs, int inputOffset, int size, int row) {
        float[] levels = table;
        for (int i = 0; i < size; i++) {
            inputs[inputOffset + i] = levels[row + Byte.toUnsignedInt(pixels[offset + i])];
        }
    }

    private static Normalization uniform(int channels, DoubleUnaryOperator formula) {
        if (channels < 1) {
            throw new IllegalArgumentException("channels is " + channels + "; expected at least 1");
        }
        float[] table = new float[channels * LEVELS];
        for (int channel = 0; channel < channels; channel++) {
            fill(table, channel, formula);
        }
        return new Normalization(table);
    }

    private static void fill(float[] table, int channel, DoubleUnaryOperator formula) {
        for (int level = 0; level < LEVELS; level++) {
            table[channel * LEVELS + level] = (float) formula.applyAsDouble(level);
        }
    }
}
