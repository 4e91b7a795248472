package dev.atelier.cli.follow;

import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The jobs that are followed.
 *
 * @param study the study that they belong to
 * @param labels by job id, in order: what a person calls the job
 */
public record Followed(Optional<String> study, Map<String, String> labels) {
    public Followed {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** The jobs of a submission. Variants are told apart by experiment and seed only where those differ. */
    public static Followed of(SubmissionAccepted accepted) {
        boolean experiments =
                accepted.members().stream().map(Member::experiment).distinct().count() > 1;
        Map<String, Long> members =
                accepted.members().stream().collect(Collectors.groupingBy(Member::variant, Collectors.counting()));
        Map<String, String> labels = new LinkedHashMap<>();
        for (Member member : accepted.members()) {
            String label = (experiments ? member.experiment() + " " : "")
                    + member.variant()
                    + (members.getOrDefault(member.variant(), 0L) > 1 ? " seed " + member.seed() : "");
            labels.putIfAbsent(member.job(), label);
        }
        return new Followed(Optional.ofNullable(accepted.study()), labels);
    }

    public static Followed of(String job, String label) {
        return new Followed(Optional.empty(), Map.of(job, label));
    }
}
