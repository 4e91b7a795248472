package dev.atelier.trainer.algorithm;

/** How the accuracy and the loss on training images are measured. */
public enum TrainingMetrics {
    /** The mean over the epoch's own steps, with dropout and augmentation, while the weights move. Costs nothing. */
    RUNNING,
    /** A pass over the whole training part in inference mode after the epoch. */
    AFTER_EPOCH
}
