package dev.atelier.results.statistics;

/** What a comparison shows. */
public enum Verdict {
    /** The results are the same on every common seed: nothing differs, and there is no interval. */
    EQUAL,
    /** The difference is greater than the margin. */
    DIFFERENT,
    /** The difference is smaller than the margin. */
    EQUIVALENT,
    /** It may be either. */
    UNDECIDED,
    /** The difference is the same on each common seed: they do not show how much it varies, and there is no interval. */
    CONSTANT,
    /** Fewer than two seeds are common to both, and one seed shows nothing about small differences. */
    ONE_SEED
}
