package dev.atelier.trainer.batch;

/** What the images of a {@link Selection} look like to a network. Not thread-safe. */
public interface Look {
    /** Values of one image. */
    int values();

    /**
     * Writes the values of an image in an epoch.
     *
     * @param position within the selection
     * @param image the same image's number within the dataset
     * @param epoch from 1
     */
    void show(int position, int image, int epoch, float[] inputs, int offset);
}
