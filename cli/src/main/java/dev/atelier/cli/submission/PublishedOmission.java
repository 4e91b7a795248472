package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.contracts.study.StudyExpansion.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leaves out the published figures of studies that no longer train what their file describes, because settings changed their
 * jobs: nothing is compared with them then. Other seeds of the same jobs can still be compared.
 */
final class PublishedOmission {
    private static final String PUBLISHED = "published";

    private final Map<String, Set<JsonNode>> before;
    private final Map<String, Set<JsonNode>> after;
    private final List<String> changed = new ArrayList<>();

    private PublishedOmission(Map<String, Set<JsonNode>> before, Map<String, Set<JsonNode>> after) {
        this.before = before;
        this.after = after;
    }

    /**
     * A study without the figures that no longer apply.
     *
     * @param changed names of the studies whose figures are left out
     */
    record Result(JsonNode study, List<String> changed) {}

    /**
     * Compares the jobs of a study before and after the settings. One that cannot be expanded is rejected when it is submitted, and
     * stays as it is.
     */
    static Result of(JsonNode written, JsonNode set) {
        Optional<Map<String, Set<JsonNode>>> jobs = jobs(set);
        if (jobs.isEmpty()) {
            return new Result(set, List.of());
        }
        var omission = new PublishedOmission(jobs(written).orElse(Map.of()), jobs.get());
        JsonNode study = set.deepCopy();
        omission.visit(study);
        return new Result(study, List.copyOf(omission.changed));
    }

    private void visit(JsonNode study) {
        String name = study.path("study").asText();
        if (study instanceof ObjectNode object
                && !before.getOrDefault(name, Set.of()).containsAll(after.getOrDefault(name, Set.of()))) {
            boolean isRemoved = object.remove(PUBLISHED) != null;
            for (JsonNode variant : study.path("variants")) {
                isRemoved |= ((ObjectNode) variant).remove(PUBLISHED) != null;
            }
            if (isRemoved) {
                changed.add(name);
            }
        }
        study.path("include").forEach(this::visit);
    }

    /** What each study trains, but for its seeds; empty where the study cannot be expanded. */
    private static Optional<Map<String, Set<JsonNode>>> jobs(JsonNode written) {
        return Study.read(written) instanceof Checked.Valid<Study>(Study study)
                        && StudyExpansion.expand(study) instanceof Checked.Valid<List<Member>>(List<Member> members)
                ? Optional.of(members.stream()
                        .collect(Collectors.groupingBy(
                                Member::experiment,
                                Collectors.mapping(member -> withoutSeed(member.job()), Collectors.toSet()))))
                : Optional.empty();
    }

    private static JsonNode withoutSeed(Job job) {
        return JobId.identity(job).without("seed");
    }
}
