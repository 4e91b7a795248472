package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The jobs that are followed.
 *
 * @param study the study that they belong to
 * @param labels by job id, in order: what a person calls the job; each is of one job only
 * @param rounds by job id: the round that is followed, since what is shown of a job may still be of the one before; 0 is any
 */
public record TrackedSubmission(Optional<String> study, Map<String, String> labels, Map<String, Integer> rounds) {
    private static final int ID_DIGITS = 8;

    public TrackedSubmission {
        rounds = Map.copyOf(rounds);
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

    /** The jobs of a submission. Variants are distinguished by experiment and seed only where those differ. */
    public static TrackedSubmission of(SubmissionAccepted accepted) {
        boolean experiments =
                accepted.members().stream().map(Member::experiment).distinct().count() > 1;
        Map<String, Long> members =
                accepted.members().stream().collect(Collectors.groupingBy(Member::variant, Collectors.counting()));
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, Integer> rounds = new HashMap<>();
        for (Member member : accepted.members()) {
            labels.putIfAbsent(
                    member.job(),
                    label(
                            experiments ? member.experiment() : "",
                            member.variant(),
                            members.getOrDefault(member.variant(), 0L) > 1,
                            member.seed()));
            rounds.put(member.job(), member.round());
        }
        return new TrackedSubmission(Optional.ofNullable(accepted.study()), labels, rounds);
    }

    /** Whether what is known of a job is of the round that is followed. */
    boolean isOfItsRound(JobResponse job) {
        return job.hasReached(rounds.getOrDefault(job.id(), 0));
    }

    /** The jobs of a study as it was last submitted. */
    public static TrackedSubmission of(StudyResponse study) {
        boolean experiments = study.members().stream()
                        .map(StudyResponse.Member::experiment)
                        .distinct()
                        .count()
                > 1;
        Map<String, Long> members = study.members().stream()
                .collect(Collectors.groupingBy(StudyResponse.Member::variant, Collectors.counting()));
        Map<String, String> labels = new LinkedHashMap<>();
        for (StudyResponse.Member member : study.members()) {
            labels.putIfAbsent(
                    member.job(),
                    label(
                            experiments ? member.experiment() : "",
                            member.variant(),
                            members.getOrDefault(member.variant(), 0L) > 1,
                            member.seed()));
        }
        return new TrackedSubmission(Optional.of(study.id()), labels, Map.of());
    }

    private static String label(String experiment, String variant, boolean withSeed, long seed) {
        return (experiment.isEmpty() ? "" : experiment + " ") + variant + (withSeed ? " seed " + seed : "");
    }

    public static TrackedSubmission of(String job, String label) {
        return new TrackedSubmission(Optional.empty(), Map.of(job, label), Map.of());
    }
}
