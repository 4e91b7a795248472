package dev.atelier.djl.network;

/** Shape of what passes between two operations, for one image: a stack of planes, or a row where both sides are 1. */
public record FeatureShape(int channels, int height, int width) {
    public FeatureShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "a shape is " + channels + " x " + height + " x " + width + ", but each side must be at least 1");
        }
    }

    public static FeatureShape row(int values) {
        return new FeatureShape(values, 1, 1);
    }

    /** Number of values. */
    public long size() {
        return (long) channels * height * width;
    }

    @Override
    public String toString() {
        return channels + " x " + height + " x " + width;
    }
}
