package dev.atelier.trainer.dataset;

import java.util.Optional;

/**
 * What one job takes of this process's heap: its dataset, and then the arrays of its model and its batches. Until it has
 * these, no other job of the process begins to take anything, so that no two jobs wait for what the other has. Safe for use
 * by several threads.
 */
public final class HeapUse implements AutoCloseable {
    private final HeapBudget budget;
    private Optional<LoadedDataset> dataset = Optional.empty();
    private long arrays;
    private boolean complete;

    HeapUse(HeapBudget budget) {
        this.budget = budget;
    }

    /** Records the job's dataset, which stays in memory until the job ends. */
    public void setDataset(LoadedDataset used) {
        synchronized (budget) {
            dataset = Optional.of(used);
        }
    }

    /**
     * Takes room for the job's arrays, which datasets that no job uses make; a job that is alone always gets it.
     *
     * @return whether there is as much
     */
    public boolean tryArrays(long bytes) {
        synchronized (budget) {
            complete = budget.takeArrays(this, bytes);
            arrays = complete ? bytes : 0;
            return complete;
        }
    }

    @Override
    public void close() {
        budget.end(this);
    }

    Optional<LoadedDataset> dataset() {
        return dataset;
    }

    long arrays() {
        return arrays;
    }

    boolean isComplete() {
        return complete;
    }
}
