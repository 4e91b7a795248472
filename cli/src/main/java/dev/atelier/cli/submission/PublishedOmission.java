package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
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
 * jobs: nothing is compared with them then. Other seeds of the same jobs can still be compared. Figures of variants that settings
 * left out go with them.
 */
final class PublishedOmission {
    private static final String PUBLISHED = "published";

    private final Map<String, List<Member>> before;
    private final Map<String, List<Member>> after;
    private final List<String> changed = new ArrayList<>();

    private PublishedOmission(Map<String, List<Member>> before, Map<String, List<Member>> after) {
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
        Optional<Map<String, List<Member>>> members = members(set);
        if (members.isEmpty()) {
            return new Result(set, List.of());
        }
        var omission = new PublishedOmission(members(written).orElse(Map.of()), members.get());
        JsonNode study = set.deepCopy();
        omission.visit(study);
        return new Result(study, List.copyOf(omission.changed));
    }

    private void visit(JsonNode study) {
        String name = study.path("study").asText();
        if (study instanceof ObjectNode object) {
            if (!jobs(before, name).containsAll(jobs(after, name))) {
                omit(object, name);
            } else if (object.path(PUBLISHED).path("values") instanceof ObjectNode values) {
                Set<String> left = variants(before, name);
                left.removeAll(variants(after, name));
                values.remove(left);
                if (values.isEmpty()) {
                    object.remove(PUBLISHED);
                }
            }
        }
        study.path("include").forEach(this::visit);
    }

    private void omit(ObjectNode study, String name) {
        boolean isRemoved = study.remove(PUBLISHED) != null;
        for (JsonNode variant : study.path("variants")) {
            isRemoved |= ((ObjectNode) variant).remove(PUBLISHED) != null;
        }
        if (isRemoved) {
            changed.add(name);
        }
    }

    private static Set<String> variants(Map<String, List<Member>> members, String study) {
        return members.getOrDefault(study, List.of()).stream()
                .map(Member::variant)
                .collect(Collectors.toSet());
    }

    /** What a study trains, but for its seeds. */
    private static Set<JsonNode> jobs(Map<String, List<Member>> members, String study) {
        return members.getOrDefault(study, List.of()).stream()
                .<JsonNode>map(member -> JobId.identity(member.job()).without("seed"))
                .collect(Collectors.toSet());
    }

    /** The jobs of each study, whatever figures are published for it; empty where they cannot be run. */
    private static Optional<Map<String, List<Member>>> members(JsonNode written) {
        JsonNode unpublished = written.deepCopy();
        unpublished.findParents(PUBLISHED).forEach(parent -> ((ObjectNode) parent).remove(PUBLISHED));
        return Study.read(unpublished) instanceof Checked.Valid<Study>(Study study)
                        && StudyExpansion.expand(study) instanceof Checked.Valid<List<Member>>(List<Member> members)
                ? Optional.of(members.stream().collect(Collectors.groupingBy(Member::experiment)))
                : Optional.empty();
    }
}
