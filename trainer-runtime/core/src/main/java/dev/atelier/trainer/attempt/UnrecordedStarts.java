package dev.atelier.trainer.attempt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the starts of jobs and could not be written to their claims: starts that should not count, and
 * failures of jobs whose claim cannot be written although the machine works. Kept in memory for the latest jobs. Safe for
 * use by several threads.
 */
final class UnrecordedStarts {
    private static final int JOBS = 1000;
    private final Map<String, String> discounts = latest();
    private final Map<String, Integer> failures = latest();

    /** Keeps that a run's start should not count. */
    synchronized void discount(String job, String run) {
        discounts.put(job, run);
    }

    /** The run of a job whose start should not count; it is forgotten. */
    synchronized Optional<String> takeDiscount(String job) {
        return Optional.ofNullable(discounts.remove(job));
    }

    /** Counts a start of a job that could not claim it; returns how many there have been. */
    synchronized int fail(String job) {
        return failures.merge(job, 1, Integer::sum);
    }

    synchronized void forget(String job) {
        failures.remove(job);
    }

    private static <V> Map<String, V> latest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > JOBS;
            }
        };
    }
}
