package dev.atelier.trainer.algorithm;

/**
 * The part of a job's network that training leaves as it is, in front of the part that it moves. What it makes of an
 * image depends on the image alone, to the bit, so it can be computed once and kept. Not thread-safe.
 */
public interface Encoder extends AutoCloseable {
    /** Shape of what it makes of an image. */
    InputShape features();

    /** Digest of all that decides what it makes of an image, besides the image. */
    String digest();

    /**
     * Computes the features of images.
     *
     * @param features filled from the start, shape [batch.size(), features().features()]
     */
    void encode(Batch images, float[] features);

    /** The job's model, which takes features in place of images. It shares the encoder's weights and ends with it. */
    Model model();

    @Override
    void close();
}
