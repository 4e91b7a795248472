package dev.atelier.search;

/** How long trials are trained before others continue in their place. */
public enum TrialSchedule {
    /** Every trial to its last epoch. */
    FULL,
    /** Rungs with a barrier: the best of all trials of a rung continue (Jamieson and Talwalkar 2016). */
    SUCCESSIVE_HALVING,
    /** Brackets of successive halving, from many short trainings to few long ones (Li et al. 2017). */
    HYPERBAND,
    /** Rungs without a barrier: a trial continues as soon as it is among the best of those observed (Li et al. 2020). */
    ASHA;

    /** Whether decisions are independent of the order in which observations arrive, and of the number of workers. */
    public boolean isSynchronous() {
        return this != ASHA;
    }
}
