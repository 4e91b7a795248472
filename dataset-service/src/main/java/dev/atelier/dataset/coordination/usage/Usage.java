package dev.atelier.dataset.coordination.usage;

import java.time.Duration;
import java.time.Instant;

/**
 * Trainer time, and the rounds that it went into, of which half counts no longer after each {@link #HALF_LIFE}. Sums are the
 * same in any order, up to rounding.
 *
 * @param seconds of trainer time
 * @param rounds how many rounds of jobs ended
 * @param at the time for which both hold
 */
public record Usage(double seconds, double rounds, Instant at) {
    /** As in the fair-share factor of Slurm, whose default is a week: here jobs take minutes. */
    public static final Duration HALF_LIFE = Duration.ofMinutes(10);

    public static final Usage NONE = new Usage(0, 0, Instant.EPOCH);

    private static final double FORGOTTEN = 1e-3;

    /** The same as it counts at a later time. */
    public Usage at(Instant time) {
        if (!time.isAfter(at)) {
            return this;
        }
        double left = Math.pow(0.5, Duration.between(at, time).toMillis() / (double) HALF_LIFE.toMillis());
        return new Usage(seconds * left, rounds * left, time);
    }

    public Usage plus(Usage other) {
        Instant latest = at.isAfter(other.at) ? at : other.at;
        Usage one = at(latest);
        Usage two = other.at(latest);
        return new Usage(one.seconds + two.seconds, one.rounds + two.rounds, latest);
    }

    /** Whether so little is left of it that it no longer matters. */
    boolean isForgotten() {
        return seconds < FORGOTTEN && rounds < FORGOTTEN;
    }
}
