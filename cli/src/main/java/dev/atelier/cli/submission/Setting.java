package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.study.MergePatch;
import java.util.Set;

/**
 * One field set from the command line: {@code training.epochs=5}. It changes a job, or the base of a study and of the
 * studies that it includes; where it names a field that only a study has, such as {@code seeds=[1,2]}, it changes
 * that.
 *
 * @param path the field's names, joined by dots
 */
public record Setting(String path, JsonNode value) {
    private static final Set<String> OF_STUDIES =
            Set.of("study", "description", "objective", "base", "baseline", "variants", "grid", "seeds", "include");

    /**
     * Reads {@code path=value}; the value is YAML.
     *
     * @throws SubmissionFileException if it is not of that form
     */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        String path = equals < 0 ? "" : text.substring(0, equals).strip();
        if (!path.matches("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z][A-Za-z0-9]*)*")) {
            throw new SubmissionFileException(
                    "--set is '" + text + "'; expected path=value, such as training.epochs=5");
        }
        String value = text.substring(equals + 1).strip();
        return new Setting(path, value.isEmpty() ? Yaml.read("''", "--set") : readValue(path, value));
    }

    JsonNode applyTo(JsonNode request) {
        ObjectNode patch = MergePatch.set(path, value);
        if (!(request instanceof ObjectNode object) || !StudySchema.isStudy(object)) {
            return MergePatch.apply(request, patch);
        }
        int dot = path.indexOf('.');
        if (OF_STUDIES.contains(dot < 0 ? path : path.substring(0, dot))) {
            return MergePatch.apply(object, patch);
        }
        return patchBase(object, patch);
    }

    private static ObjectNode patchBase(ObjectNode study, ObjectNode patch) {
        ObjectNode changed = study.deepCopy();
        boolean hasJobsOfItsOwn =
                !study.has("include") || study.has("base") || study.has("variants") || study.has("grid");
        if (hasJobsOfItsOwn) {
            changed.set("base", MergePatch.apply(changed.path("base"), patch));
        }
        if (changed.get("include") instanceof ArrayNode included) {
            for (int i = 0; i < included.size(); i++) {
                if (included.get(i) instanceof ObjectNode inner) {
                    included.set(i, patchBase(inner, patch));
                }
            }
        }
        return changed;
    }

    private static JsonNode readValue(String path, String value) {
        // As the value of a key, so that null is a value and not an empty document.
        return Yaml.read("value: " + value, "--set " + path).path("value");
    }
}
