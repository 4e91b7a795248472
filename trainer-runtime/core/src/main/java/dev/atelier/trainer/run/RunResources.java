package dev.atelier.trainer.run;

import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.training.JobMemory;
import java.io.IOException;

/** What a run has of its machine. */
public interface RunResources {
    /** The job on as many threads as it has cores, where its threads have no influence on the result; else as it is. */
    Job job();

    /** Another job of the family on as many threads, where they have no influence on the result; else as it is. */
    Job onCores(Job other);

    /**
     * Returns when the run has its memory.
     *
     * @param needed what it takes
     * @param present what it would have if it were alone
     */
    void awaitMemory(JobMemory needed, JobMemory present)
            throws RunInterruptedException, DisownedException, IOException;
}
