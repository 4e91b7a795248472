package dev.atelier.cli.client;

import dev.atelier.contracts.json.ZeroIfAbsent;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study as the results-service returns it.
 *
 * @param objective the metric that it chooses by
 * @param direction {@code minimize} where less of it is better; else more is
 * @param jobs how many it has
 * @param completed how many of them have a result
 * @param ended how many of them ended without
 * @param description empty where nobody gave one
 * @param members its jobs, in its order
 */
public record StudyResponse(
        String id,
        String name,
        String description,
        Metric objective,
        @Nullable String direction,
        @Nullable Instant acceptedAt,
        @ZeroIfAbsent int jobs,
        @ZeroIfAbsent int completed,
        @ZeroIfAbsent int ended,
        List<Variant> variants,
        List<Member> members) {
    public StudyResponse {
        variants = List.copyOf(variants);
        members = List.copyOf(members);
    }

    /** Whether none of its jobs waits or runs. */
    public boolean hasEnded() {
        return completed + ended >= jobs;
    }

    /** How it stands, in a word. */
    public String state() {
        return !hasEnded() ? "running" : ended == 0 ? "completed" : "incomplete";
    }

    /** Whether less of the objective is better. */
    public boolean isMinimized() {
        return "minimize".equals(direction);
    }

    /** A study in the list of all. */
    public record Summary(String id, String name) {
        public String nameAndId() {
            return name + " (" + id + ")";
        }
    }

    /**
     * A job of a study; one job can be several members, where variants resolve to the same request.
     *
     * @param experiment name of the study that declares the variant, where studies include studies
     */
    public record Member(String experiment, String variant, long seed, String family, String job, JobState state) {}

    /** A variant over its seeds. */
    public record Variant(
            String experiment,
            String variant,
            int jobs,
            int completed,
            Metrics mean,
            Metrics standardDeviation,
            @Nullable Published published) {}

    /** Accuracies are fractions from 0 to 1; {@code objective} is of the metric that the study chooses by. Null for none. */
    public record Metrics(
            @Nullable Double testAccuracy,
            @Nullable Double testLoss,
            @Nullable Double validationAccuracy,
            @Nullable Double trainAccuracy,
            @Nullable Double objective) {}

    /**
     * What others published, in percent where the metric is a fraction.
     *
     * @param reproduced null until all jobs have completed
     */
    public record Published(
            String metric,
            List<Double> values,
            double tolerance,
            @Nullable Boolean reproduced) {
        public Published {
            values = List.copyOf(values);
        }
    }
}
