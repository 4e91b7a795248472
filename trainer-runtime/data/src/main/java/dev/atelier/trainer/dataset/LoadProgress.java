package dev.atelier.trainer.dataset;

/**
 * Is called for every batch of a dataset that was read, and may end the loading by an exception.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface LoadProgress<X extends Exception> {
    void onBatch() throws X;
}
