package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.StudySchema;

/** Labels that a study gives to all its jobs, those of the studies that it includes too. What is nearer to a job wins. */
final class InheritedLabels {
    private InheritedLabels() {}

    /** The study with its labels in the bases of those that have jobs; leaves the given tree as it is. */
    static JsonNode inBases(JsonNode study) {
        return study instanceof ObjectNode object && hasAny(object) ? inherit(object, object.objectNode()) : study;
    }

    private static boolean hasAny(JsonNode study) {
        if (StudySchema.LABELS.stream().anyMatch(study::has)) {
            return true;
        }
        for (JsonNode included : study.path("include")) {
            if (hasAny(included)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode inherit(ObjectNode study, JsonNode outer) {
        ObjectNode own = study.deepCopy();
        JsonNode labels = MergePatch.apply(outer, own.deepCopy().retain(StudySchema.LABELS));
        own.remove(StudySchema.LABELS);
        if (own.has("base") || !own.has("include")) {
            own.set(
                    "base",
                    MergePatch.apply(labels, own.path("base").isObject() ? own.path("base") : own.objectNode()));
        }
        if (own.get("include") instanceof ArrayNode included) {
            for (int i = 0; i < included.size(); i++) {
                if (included.get(i) instanceof ObjectNode object) {
                    included.set(i, inherit(object, labels));
                }
            }
        }
        return own;
    }
}
