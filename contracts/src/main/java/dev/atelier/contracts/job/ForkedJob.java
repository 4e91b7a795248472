package dev.atelier.contracts.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A job that is forked from another: what it does not write is as in the other job, by RFC 7396. It must have weights of the same
 * names and shapes, and hold back the same images, since the other job has been trained on the rest.
 */
public final class ForkedJob {
    /** What a fork does not take over. */
    private static final List<String> OWN = List.of("name", "tags", "priority", "fork");

    private static final List<String> MONITORS = List.of("/evaluation", "/training/earlyStopping");
    private static final List<String> SAME = List.of("family", "data.dataset", "data.split", "data.resize");

    private ForkedJob() {}

    /** The job that a written one is forked from, or what is wrong with its id; empty where neither is known. */
    public static Optional<Checked<JobCheck.Parent>> parent(JsonNode written, JobCheck jobs) {
        String id = written.at("/fork/job").asText();
        return JobId.isValid(id) ? jobs.parent(id) : Optional.empty();
    }

    /**
     * The written job with what it does not write.
     *
     * @param current removes what a job does not have, and what has no effect in it
     */
    public static ObjectNode inherit(Job parent, ObjectNode written, UnaryOperator<ObjectNode> current) {
        ObjectNode inherited = ((ObjectNode) Json.tree(parent)).deepCopy();
        inherited.remove(OWN);
        // The direction follows from the metric.
        for (String place : MONITORS) {
            if (written.at(place).has("monitor") && inherited.at(place) instanceof ObjectNode object) {
                object.remove("mode");
            }
        }
        ObjectNode merged = (ObjectNode) MergePatch.apply(inherited, written);
        return (ObjectNode) MergePatch.apply(current.apply(merged), written);
    }

    /** What keeps a job from starting with the weights of another, by the job's fields. */
    public static List<Violation> violations(Job job, JobCheck.Parent parent) {
        List<Violation> violations = new ArrayList<>();
        @Nullable Fork fork = job.fork();
        if (fork != null && fork.epoch() > parent.epochs()) {
            violations.add(new Violation(
                    "fork.epoch",
                    String.valueOf(fork.epoch()),
                    "at most " + parent.epochs() + ", the epochs of the job that it is forked from"));
        }
        ObjectNode own = JobId.identity(job);
        ObjectNode other = JobId.identity(parent.job());
        SAME.forEach(field -> requireSame(own, other, field, violations));
        if (job.family().equals(parent.job().family())) {
            requireSameWeights(job, own, other, violations);
        }
        return violations;
    }

    private static void requireSameWeights(Job job, ObjectNode own, ObjectNode other, List<Violation> violations) {
        Map<String, List<String>> changeable = Families.find(job.family())
                .map(FamilyDescriptor::changeableInForks)
                .orElse(Map.of());
        own.path("model").properties().forEach(member -> {
            String field = "model." + member.getKey();
            if (changeable.containsKey(field)) {
                requireOrder(own, other, field, changeable.get(field), violations);
            } else {
                requireSame(own, other, field, violations);
            }
        });
    }

    /** A field that only one of them has, has no effect in the other. */
    private static void requireSame(JsonNode own, JsonNode other, String field, List<Violation> violations) {
        JsonNode before = at(other, field);
        JsonNode now = at(own, field);
        if (!before.isMissingNode() && !now.isMissingNode() && !before.equals(now)) {
            violations.add(new Violation(field, now.toString(), before + ", as in the job that it is forked from"));
        }
    }

    private static void requireOrder(
            JsonNode own, JsonNode other, String field, List<String> order, List<Violation> violations) {
        int before = order.indexOf(at(other, field).asText());
        JsonNode now = at(own, field);
        if (order.indexOf(now.asText()) < before) {
            violations.add(new Violation(
                    field,
                    now.toString(),
                    String.join(", ", order.subList(before, order.size()))
                            + ": what was trained in the job that it is forked from is trained further"));
        }
    }

    private static JsonNode at(JsonNode job, String path) {
        return job.at("/" + path.replace('.', '/'));
    }
}
