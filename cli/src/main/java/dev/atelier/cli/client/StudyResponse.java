package dev.atelier.cli.client;

import dev.atelier.contracts.json.ZeroIfAbsent;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A study as the results-service returns it.
 *
 * @param objective the metric that it chooses by
 * @param jobs how many it has
 * @param completed how many of them have a result
 * @param ended how many of them ended without
 * @param description empty where nobody gave one
 * @param choices the best variants, of each study with jobs that it is made of
 * @param members its jobs, in its order
 * @param search how its search stands; null where it has none
 */
public record StudyResponse(
        String id,
        String name,
        String description,
        Metric objective,
        @Nullable Instant acceptedAt,
        @ZeroIfAbsent int jobs,
        @ZeroIfAbsent int completed,
        @ZeroIfAbsent int ended,
        List<Choice> choices,
        List<Variant> variants,
        List<Member> members,
        @Nullable String search) {
    public StudyResponse {
        choices = List.copyOf(choices);
        variants = List.copyOf(variants);
        members = List.copyOf(members);
    }

    /** The same study with the variants of some of its jobs alone. */
    public StudyResponse only(Set<String> jobs) {
        Set<String> shown = members.stream()
                .filter(member -> jobs.contains(member.job()))
                .map(member -> member.experiment() + " " + member.variant())
                .collect(Collectors.toSet());
        List<Variant> left = variants.stream()
                .filter(variant -> shown.contains(variant.experiment() + " " + variant.variant()))
                .toList();
        return new StudyResponse(
                id,
                name,
                description,
                objective,
                acceptedAt,
                this.jobs,
                completed,
                ended,
                choices,
                left,
                members,
                search);
    }

    /** Whether none of its jobs waits or runs. */
    public boolean hasEnded() {
        return completed + ended >= jobs;
    }

    /** How it stands, in a word. */
    public String state() {
        return !hasEnded() ? "running" : ended == 0 ? "completed" : "incomplete";
    }

    /** Whether variants are of several studies. */
    public boolean hasSeveralExperiments() {
        return variants.stream().map(Variant::experiment).distinct().count() > 1;
    }

    /** A study in the list of all. */
    public record Summary(String id, String name) {
        public String nameAndId() {
            return name + " (" + id + ")";
        }
    }

    /**
     * The best variants of a study that declares variants, as its report has them.
     *
     * @param experiment name of the study that declares them
     * @param measured how many variants have a result
     * @param best all that have a result where nothing differs
     * @param commonSeeds how many seeds all variants with a result have; where there are any, the means are over them
     * @param sameSeeds whether all variants with a result have the same seeds
     */
    public record Choice(
            String experiment, Metric objective, int measured, List<String> best, int commonSeeds, boolean sameSeeds) {
        public Choice {
            best = List.copyOf(best);
        }

        /** Whether several were measured and none is better than another. */
        public boolean isTie() {
            return measured > 1 && best.size() == measured;
        }
    }

    /**
     * A job of a study; one job can be several members, where variants resolve to the same request.
     *
     * @param experiment name of the study that declares the variant, where studies include studies
     * @param counted whether it is part of its variant's figures
     */
    public record Member(
            String experiment, String variant, long seed, String family, String job, JobState state, boolean counted) {}

    /**
     * A variant over its seeds.
     *
     * @param objective the metric that the study which declares it chooses by
     * @param counted how many jobs its figures are of
     */
    public record Variant(
            String experiment,
            String variant,
            Metric objective,
            int jobs,
            int counted,
            Metrics mean,
            Metrics standardDeviation,
            @Nullable Published published) {}

    /** Accuracies are fractions from 0 to 1; {@code objective} is of the variant's metric. Null for none. */
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
