package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.ImageShape;

/**
 * Images and their labels in memory, as the bytes they were published in. Shared between jobs: nobody changes the arrays.
 *
 * @param pixels shape [images, channels, height, width]
 * @param labels shape [images]
 */
@SuppressWarnings("ArrayRecordComponent") // large, shared, never compared
public record Images(ImageShape shape, byte[] pixels, byte[] labels) {
    public Images {
        if (pixels.length != (long) labels.length * shape.bytes()) {
            throw new IllegalArgumentException("pixels has " + pixels.length + " bytes; expected "
                    + (long) labels.length * shape.bytes() + ": " + labels.length + " images of " + shape.bytes());
        }
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Class of an image, from 0. */
    public int label(int image) {
        return Byte.toUnsignedInt(labels[image]);
    }
}
