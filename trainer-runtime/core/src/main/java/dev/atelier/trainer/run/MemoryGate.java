package dev.atelier.trainer.run;

import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.training.JobMemory;
import java.io.IOException;

/** Has a run wait until the jobs beside it leave it the memory that it takes. */
@FunctionalInterface
public interface MemoryGate {
    /**
     * Returns when the run has the memory.
     *
     * @param needed what it takes
     * @param present what it would have if it were alone
     */
    void await(JobMemory needed, JobMemory present) throws RunInterruptedException, DisownedException, IOException;
}
