package dev.atelier.results.projection.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.message.JsonProblem;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.Study.Published;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.StoredTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows that the answer to a submission is projected to. */
public final class SubmissionProjection {
    private SubmissionProjection() {}

    /** A submission's row, and its study's where it describes one. */
    public record SubmittedRows(SubmissionRow submission, Optional<StudyRow> study) {}

    public static SubmittedRows of(SubmissionAccepted event, LogPosition at) {
        JobEventCheck.check(event);
        Optional<Study> study = Optional.ofNullable(event.study()).flatMap(id -> study(event.request()));
        Map<String, List<Study>> experiments =
                study.stream().flatMap(Study::all).collect(Collectors.groupingBy(Study::study));
        List<MemberRow> members = IntStream.range(0, event.members().size())
                .mapToObj(index -> {
                    Member member = event.members().get(index);
                    List<Study> declaring = experiments.getOrDefault(member.experiment(), List.of());
                    return new MemberRow(
                            index + 1,
                            member,
                            declaring.stream().findFirst().map(Study::objective),
                            published(declaring, member));
                })
                .toList();
        SubmissionRow submission = new SubmissionRow(
                event.submission(),
                event.origin(),
                new SubmissionRow.Accepted(event.name(), event.request(), members),
                StoredTime.of(event.time()),
                at);
        Optional<StudyRow> row = study.map(root -> new StudyRow(
                Optional.ofNullable(event.study()).orElseThrow(),
                event.submission(),
                event.name(),
                root.description(),
                objective(root, members),
                Optional.ofNullable(root.baseline()),
                StoredTime.of(event.time()),
                at));
        return new SubmittedRows(submission, row);
    }

    public static SubmittedRows of(SubmissionRejected event, LogPosition at) {
        return new SubmittedRows(
                new SubmissionRow(
                        event.submission(),
                        event.origin(),
                        new SubmissionRow.Rejected(event.reason(), event.violations(), event.excerpt()),
                        StoredTime.of(event.time()),
                        at),
                Optional.empty());
    }

    private static Optional<Study> study(JsonNode request) {
        try {
            return Optional.of(Json.MAPPER.treeToValue(request, Study.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("request is not a study: " + JsonProblem.describe(e), e);
        }
    }

    /** That of all studies which have jobs where they have the same, or else that of the outermost. */
    private static Objective objective(Study root, List<MemberRow> members) {
        List<Objective> all = members.stream()
                .flatMap(member -> member.objective().stream())
                .distinct()
                .toList();
        return all.size() == 1 ? all.getFirst() : root.objective();
    }

    private static Optional<Published> published(List<Study> experiments, Member member) {
        return experiments.stream()
                .flatMap(study -> study.published(member.variant()).stream())
                .findFirst();
    }
}
