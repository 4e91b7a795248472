package dev.atelier.trainer.algorithm;

/**
 * The images of one step, normalised and augmented. The arrays belong to the input pipeline and are filled again later:
 * they hold what they hold until the next batch is taken. The last batch of an epoch can be smaller than the arrays;
 * what lies beyond {@code size} means nothing.
 *
 * @param inputs shape [size, channels * height * width], from the start of the array
 * @param labels shape [size], from the start of the array
 * @param size number of images, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // a window on reused buffers, never compared
public record Batch(float[] inputs, int[] labels, int size) {
    public Batch {
        if (size < 1 || size > labels.length) {
            throw new IllegalArgumentException(
                    "size is " + size + "; expected a number between 1 and the " + labels.length + " labels");
        }
        if (inputs.length % labels.length != 0) {
            throw new IllegalArgumentException(
                    "inputs has " + inputs.length + " values; expected a multiple of the " + labels.length + " labels");
        }
    }

    /** Values of one image: channels * height * width. */
    public int features() {
        return inputs.length / labels.length;
    }
}
