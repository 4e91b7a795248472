package dev.atelier.trainer.algorithm;

/**
 * Shape of what goes into a model and comes out of it; images as the job's data section leaves them, resized where it
 * requests that.
 *
 * @param classes number of classes; a label is from 0 to one less
 */
public record InputShape(int channels, int height, int width, int classes) {
    /** Values of one image. */
    public int features() {
        return channels * height * width;
    }
}
