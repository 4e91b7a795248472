package dev.atelier.trainer.algorithm;

/**
 * Reports whether work is to go on. Whatever an algorithm does that can take seconds, such as downloading weights or
 * digesting them, checks it between two parts of the work, so that a cancellation and a stop of the trainer reach it.
 */
@FunctionalInterface
public interface StopSignal {
    /** For work that is never stopped. */
    StopSignal NEVER = () -> {};

    /**
     * Returns if the work is to go on.
     *
     * @throws StoppedException if it is not; to be passed on
     */
    void check() throws StoppedException;
}
