package dev.atelier.results.statistics;

/** From {@code least} to {@code greatest}, both within. */
public record Interval(double least, double greatest) {
    public Interval {
        if (!(least <= greatest)) {
            throw new IllegalArgumentException(
                    "least is " + least + "; expected at most greatest, which is " + greatest);
        }
    }

    /** As far to either side of the centre. */
    static Interval around(double center, double half) {
        return new Interval(center - half, center + half);
    }

    /** What of it lies within another one, which it overlaps. */
    Interval within(Interval other) {
        return new Interval(Math.max(least, other.least), Math.min(greatest, other.greatest));
    }

    boolean liesWithin(Interval other) {
        return least >= other.least && greatest <= other.greatest;
    }

    boolean liesOutside(Interval other) {
        return least > other.greatest || greatest < other.least;
    }
}
