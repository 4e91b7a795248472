package dev.atelier.search;

/** Where the parameters of a trial come from. */
public enum Sampling {
    /** Every combination, in order. */
    GRID,
    /** Uniform over the space, independent of all results. */
    RANDOM,
    /** By a model of the results so far: the tree-structured Parzen estimator (Bergstra et al. 2011). */
    TPE
}
