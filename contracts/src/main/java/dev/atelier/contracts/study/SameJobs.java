package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.schema.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds what would be counted twice: two jobs of one study that are the same job, two variants of one name, and two studies
 * with the same jobs. Two studies may share some of their jobs, such as those of a baseline.
 */
final class SameJobs {
    private final Violations violations;
    private final Map<Set<ObjectNode>, String> placesByJobs = new HashMap<>();
    private Map<ObjectNode, Origin> byIdentity = new HashMap<>();
    private Map<String, Origin> byName = new HashMap<>();

    SameJobs(Violations violations) {
        this.violations = violations;
    }

    boolean isEmpty() {
        return violations.isEmpty();
    }

    /** Begins another study. */
    void begin() {
        byIdentity = new HashMap<>();
        byName = new HashMap<>();
    }

    /** Reports a job that the study has already, and a name that another variant of it has. */
    void add(Job job, Origin origin) {
        Origin same = byIdentity.putIfAbsent(JobId.identity(job), origin);
        if (same != null) {
            report(same, origin, "makes the same job, with seed " + job.seed(), "one that makes another job");
            return;
        }
        Origin ofName = byName.putIfAbsent(origin.name(), origin);
        if (ofName != null
                && (ofName.number() != origin.number() || !ofName.axisValues().equals(origin.axisValues()))) {
            report(ofName, origin, "has the same name", "one that makes another name than \"" + origin.name() + "\"");
        }
    }

    /**
     * Reports a study whose jobs are all those of another one.
     *
     * @param prefix place of the study within the whole
     */
    void end(Study study, String prefix) {
        String other = byIdentity.isEmpty() ? null : placesByJobs.putIfAbsent(byIdentity.keySet(), prefix);
        if (other != null) {
            violations.report(
                    prefix + "study",
                    TextNode.valueOf(study.study()),
                    () -> "a study with another job: all its jobs are those of " + StudyExpansion.place(other));
        }
    }

    private void report(Origin first, Origin second, String what, String expected) {
        List<Origin.OriginPart> others = first.parts();
        List<Origin.OriginPart> parts = second.parts();
        int[] different = IntStream.range(0, parts.size())
                .filter(i -> !parts.get(i).equals(others.get(i)))
                .toArray();
        List<String> places =
                IntStream.of(different).mapToObj(i -> others.get(i).place()).toList();
        Origin.OriginPart part = parts.get(different[0]);
        String name = first.name().equals(second.name()) ? "" : " (" + VariantNames.quoted(first.name()) + ")";
        violations.report(
                part.place(), part.value(), () -> expected + ": " + String.join(" with ", places) + name + " " + what);
    }
}
