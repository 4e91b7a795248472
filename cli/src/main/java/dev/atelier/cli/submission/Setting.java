package dev.atelier.cli.submission;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.StudySchema;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One field set from the command line: {@code training.epochs=5}. It changes a job, or the base of a study and of the
 * studies that it includes, with their variants where these set the same field; the values of a grid stay.
 * {@code seeds=[1,2]} changes the seeds of all of these. Where it names another field that only a study has, such as
 * {@code description}, it changes that of the outermost alone.
 *
 * @param path the field's names, joined by dots
 */
public record Setting(String path, JsonNode value) {
    private static final String SEEDS = "seeds";
    private static final Set<String> OF_THE_OUTERMOST =
            Set.of("study", "description", "objective", "base", "baseline", "variants", "grid", "include");

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
        String field = dot < 0 ? path : path.substring(0, dot);
        if (OF_THE_OUTERMOST.contains(field)) {
            return MergePatch.apply(object, patch);
        }
        return field.equals(SEEDS)
                ? changeEach(object, study -> (ObjectNode) MergePatch.apply(study, patch))
                : changeEach(object, study -> changeJobs(study, patch));
    }

    private ObjectNode changeJobs(ObjectNode study, ObjectNode patch) {
        study.set("base", MergePatch.apply(study.path("base"), patch));
        for (JsonNode variant : study.path("variants")) {
            if (!variant.at(JsonPointer.compile("/patch/" + path.replace('.', '/')))
                    .isMissingNode()) {
                ((ObjectNode) variant).set("patch", MergePatch.apply(variant.path("patch"), patch));
            }
        }
        return study;
    }

    /** Changes a study and those that it includes, as far as they have jobs of their own. */
    private static ObjectNode changeEach(ObjectNode study, UnaryOperator<ObjectNode> change) {
        ObjectNode changed = study.deepCopy();
        boolean hasJobsOfItsOwn =
                !study.has("include") || study.has("base") || study.has("variants") || study.has("grid");
        if (hasJobsOfItsOwn) {
            changed = change.apply(changed);
        }
        if (changed.get("include") instanceof ArrayNode included) {
            for (int i = 0; i < included.size(); i++) {
                if (included.get(i) instanceof ObjectNode inner) {
                    included.set(i, changeEach(inner, change));
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
