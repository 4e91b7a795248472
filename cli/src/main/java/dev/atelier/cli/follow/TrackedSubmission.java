package dev.atelier.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.metric.Metric;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The jobs that are followed.
 *
 * @param study the study that they belong to
 * @param labels by job id, in order: what a person calls the job; each is of one job only
 * @param rounds by job id: the round that is followed, since what is shown of a job may still be of the one before; 0 is any
 * @param objectives by job id: the metrics that the studies which declare the job choose by; none of a job of its own
 */
public record TrackedSubmission(
        Optional<String> study,
        Map<String, String> labels,
        Map<String, Integer> rounds,
        Map<String, Set<Metric>> objectives) {
    private static final int ID_DIGITS = 8;

    public TrackedSubmission {
        rounds = Map.copyOf(rounds);
        objectives = Map.copyOf(objectives);
        labels = Collections.unmodifiableMap(distinct(labels));
    }

    /** Labels that several jobs share are followed by the beginnings of the jobs' ids. */
    private static Map<String, String> distinct(Map<String, String> labels) {
        Map<String, Long> uses =
                labels.values().stream().collect(Collectors.groupingBy(label -> label, Collectors.counting()));
        Map<String, String> distinct = new LinkedHashMap<>();
        labels.forEach((job, label) -> distinct.put(
                job,
                uses.getOrDefault(label, 1L) == 1
                        ? label
                        : label + " " + job.substring(0, Math.min(ID_DIGITS, job.length()))));
        return distinct;
    }

    /** A job by what the study that declares it calls it. */
    private record Declared(String experiment, String variant, long seed, String job) {
        Declared(Member member) {
            this(member.experiment(), member.variant(), member.seed(), member.job());
        }

        Declared(StudyResponse.Member member) {
            this(member.experiment(), member.variant(), member.seed(), member.job());
        }
    }

    /** The jobs of a submission. */
    public static TrackedSubmission of(SubmissionAccepted accepted) {
        List<Declared> members = accepted.members().stream().map(Declared::new).toList();
        Map<String, Integer> rounds = new HashMap<>();
        accepted.members().forEach(member -> rounds.put(member.job(), member.round()));
        Map<String, Metric> byExperiment = new HashMap<>();
        addObjectives(accepted.request(), byExperiment);
        return new TrackedSubmission(
                Optional.ofNullable(accepted.study()),
                labels(members),
                rounds,
                accepted.study() == null ? Map.of() : objectives(members, byExperiment, Metric.VALIDATION_ACCURACY));
    }

    /** The jobs of a study as it was last submitted. */
    public static TrackedSubmission of(StudyResponse study) {
        List<Declared> members = study.members().stream().map(Declared::new).toList();
        Map<String, Metric> byExperiment = new HashMap<>();
        study.variants().forEach(variant -> byExperiment.put(variant.experiment(), variant.objective()));
        return new TrackedSubmission(
                Optional.of(study.id()),
                labels(members),
                Map.of(),
                objectives(members, byExperiment, study.objective()));
    }

    /** Variants are distinguished by experiment and seed only where those differ. */
    private static Map<String, String> labels(List<Declared> members) {
        boolean experiments =
                members.stream().map(Declared::experiment).distinct().count() > 1;
        Map<String, Long> variants =
                members.stream().collect(Collectors.groupingBy(Declared::variant, Collectors.counting()));
        Map<String, String> labels = new LinkedHashMap<>();
        for (Declared member : members) {
            boolean hasSeveralJobs = variants.getOrDefault(member.variant(), 0L) > 1;
            labels.putIfAbsent(
                    member.job(),
                    (experiments && !member.experiment().isEmpty() ? member.experiment() + " " : "")
                            + member.variant()
                            + (hasSeveralJobs ? " seed " + member.seed() : ""));
        }
        return labels;
    }

    /** @param otherwise the metric of a study that names none */
    private static Map<String, Set<Metric>> objectives(
            List<Declared> members, Map<String, Metric> byExperiment, Metric otherwise) {
        Map<String, Set<Metric>> objectives = new HashMap<>();
        members.forEach(member -> objectives
                .computeIfAbsent(member.job(), job -> new LinkedHashSet<>())
                .add(byExperiment.getOrDefault(member.experiment(), otherwise)));
        return objectives;
    }

    /** Of a study as it was written, and of those that it includes. */
    private static void addObjectives(JsonNode study, Map<String, Metric> byExperiment) {
        JsonNode metric = study.path("objective").path("metric");
        if (metric.isTextual()) {
            byExperiment.putIfAbsent(study.path("study").asText(), new Metric(metric.asText()));
        }
        study.path("include").forEach(included -> addObjectives(included, byExperiment));
    }

    /** The same without some of its jobs. */
    public TrackedSubmission without(Set<String> jobs) {
        Map<String, String> left = new LinkedHashMap<>(labels);
        left.keySet().removeAll(jobs);
        return new TrackedSubmission(study, left, rounds, objectives);
    }

    /** The metrics that are shown of the job of a label: those of its own study, where it is of one. */
    public Function<String, ShownMetrics> shown(ShownMetrics usual) {
        Map<String, ShownMetrics> byLabel = new HashMap<>();
        objectives.forEach(
                (job, own) -> byLabel.put(labels.get(job), new ShownMetrics(List.copyOf(own), usual.added())));
        return label -> byLabel.getOrDefault(label, usual);
    }

    /** Whether what is known of a job is of the round that is followed. */
    boolean isOfItsRound(JobResponse job) {
        return job.hasReached(rounds.getOrDefault(job.id(), 0));
    }

    public static TrackedSubmission of(String job, String label) {
        return new TrackedSubmission(Optional.empty(), Map.of(job, label), Map.of(), Map.of());
    }
}
