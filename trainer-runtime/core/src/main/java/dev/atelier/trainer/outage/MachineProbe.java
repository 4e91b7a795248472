package dev.atelier.trainer.outage;

import java.util.Optional;

/** Tries one thing that the trainer needs of its machine. */
@FunctionalInterface
public interface MachineProbe {
    /**
     * Tries it now.
     *
     * @param bytes bytes that the trainer must be able to write; 0 where nothing is known
     * @return what does not work, in one plain sentence without a full stop; empty where all does
     */
    Optional<String> problem(long bytes);
}
