package dev.atelier.trainer.random;

/**
 * What a stream of random numbers is for. Streams of different purposes are independent, so that, for example, switching
 * dropout on leaves the initial weights and the order of the images as they were. The codes decide results: a code is
 * never changed and never used again for something else.
 */
public enum Purpose {
    /** Which images are for training and which for validation; drawn from the split's own seed. */
    SPLIT(1),
    /** Initial weights; the step distinguishes layers. */
    WEIGHTS(2),
    /** The order of the training images within an epoch. */
    SHUFFLE(3),
    /** How a training image is transformed; the step is the image's number within the dataset. */
    AUGMENTATION(4),
    /** How a validation image is transformed; the step is the image's number within the dataset. */
    VALIDATION_AUGMENTATION(5),
    /** Which of its views a training image shows in an epoch; the step is the image's number. */
    VIEW(6),
    /** Which units dropout switches off; the step is the global step. */
    DROPOUT(7);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
