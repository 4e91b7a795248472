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
 * jobs: nothing is compared with them then. The same jobs of other seeds or on other devices can still be compared. Figures of variants that settings
 * left out go with them.
 */
final class PublishedOmission {
    private static final String PUBLISHED = "published";
    private static final List<String> DECIDES_NO_TRAINING = List.of("seed", "runtime");

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
        omission.visit(study, written);
        return new Result(study, List.copyOf(omission.changed));
    }

    /** @param written the same study before the settings, which may have another name */
    private void visit(JsonNode study, JsonNode written) {
        String name = study.path("study").asText();
        String nameBefore = written.path("study").asText();
        if (study instanceof ObjectNode object) {
            if (!jobs(before, nameBefore).containsAll(jobs(after, name))) {
                omit(object, name);
            } else if (object.path(PUBLISHED).path("values") instanceof ObjectNode values) {
                Set<String> left = variants(before, nameBefore);
                left.removeAll(variants(after, name));
                values.remove(left);
                if (values.isEmpty()) {
                    object.remove(PUBLISHED);
                }
            }
        }
        JsonNode included = study.path("include");
        for (int i = 0; i < included.size(); i++) {
            visit(included.path(i), written.path("include").path(i));
        }
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

    /** What a study trains, but for its seeds and what it runs on. */
    private static Set<JsonNode> jobs(Map<String, List<Member>> members, String study) {
        return members.getOrDefault(study, List.of()).stream()
                .<JsonNode>map(member -> JobId.identity(member.job()).without(DECIDES_NO_TRAINING))
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
