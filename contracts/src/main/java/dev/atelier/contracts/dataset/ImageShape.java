package dev.atelier.contracts.dataset;

/** Shape of an image: bytes lie channel by channel, row by row. */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("shape is " + channels + "×" + height + "×" + width
                    + "; expected at least one channel, row and column");
        }
    }

    /** Bytes of one image. */
    public int bytes() {
        return channels * height * width;
    }
}
