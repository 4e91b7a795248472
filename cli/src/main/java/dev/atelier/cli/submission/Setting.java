package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.json.Yaml;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.study.Overrides;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field set from the command line: {@code training.epochs=5}. It changes a job, or the base of a study and of the
 * studies that it includes, with their variants where these set the same field. It is refused where a grid or seeds decide the
 * field. {@code seeds=[1,2]} changes the seeds of all of these, and {@code grid.training.epochs=[1,2]} the grids
 * of those that vary the field, or that of the outermost. Where it
 * names another field that only a study has, such as {@code description}, it changes that of the outermost alone.
 *
 * @param path the field's names, joined by dots
 */
public record Setting(String path, JsonNode value) {
    private static final String SEEDS = "seeds";
    private static final String GRID = "grid";
    private static final String BASE = "base";
    private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";
    private static final Pattern PATH = Pattern.compile(NAME + "(\\." + NAME + ")*");
    /** An item of a list. */
    private static final Pattern ITEM = Pattern.compile("(" + PATH + ")(\\[\\d+]|\\.\\d+).*");

    private static final Set<String> OF_THE_OUTERMOST =
            Set.of("study", "description", "objective", BASE, "baseline", "variants", GRID, "include", "published");

    /**
     * Reads {@code path=value}; the value is YAML.
     *
     * @throws UsageException if it is not of that form
     */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        String path = equals < 0 ? "" : text.substring(0, equals).strip();
        Matcher item = ITEM.matcher(path);
        if (item.matches()) {
            throw new UsageException("--set is '" + text + "'; expected the whole list, such as " + item.group(1) + "=["
                    + text.substring(equals + 1).strip() + "]");
        }
        if (!PATH.matcher(path).matches()) {
            throw new UsageException("--set is '" + text + "'; expected path=value, such as training.epochs=5");
        }
        String value = text.substring(equals + 1).strip();
        return new Setting(path, value.isEmpty() ? TextNode.valueOf("") : readValue(path, value));
    }

    /** The field for how soon jobs are trained. */
    public static Setting priority(Priority priority) {
        return new Setting("priority", TextNode.valueOf(priority.word()));
    }

    /** The request with the field changed. */
    public JsonNode applyTo(JsonNode request) {
        ObjectNode patch = MergePatch.set(path, value);
        if (!(request instanceof ObjectNode object) || !StudySchema.isStudy(object)) {
            return MergePatch.apply(request, patch);
        }
        int dot = path.indexOf('.');
        String field = dot < 0 ? path : path.substring(0, dot);
        if (field.equals(GRID) && dot > 0) {
            String axis = path.substring(dot + 1);
            return hasAxis(object, axis)
                    ? changeEach(object, study -> hasOwnAxis(study, axis) ? changeGrid(study, axis) : study)
                    : changeGrid(object.deepCopy(), axis);
        }
        if (field.equals(BASE) && dot > 0) {
            requireEffect(object, path.substring(dot + 1));
        }
        if (OF_THE_OUTERMOST.contains(field)) {
            return MergePatch.apply(object, patch);
        }
        return field.equals(SEEDS)
                ? changeEach(object, study -> (ObjectNode) MergePatch.apply(study, patch))
                : changeEach(object, study -> changeJobs(study, patch));
    }

    private static boolean hasAxis(JsonNode study, String axis) {
        return hasOwnAxis(study, axis)
                || study.path("include").valueStream().anyMatch(included -> hasAxis(included, axis));
    }

    private static boolean hasOwnAxis(JsonNode study, String axis) {
        return study.path(GRID).has(axis);
    }

    private ObjectNode changeGrid(ObjectNode study, String axis) {
        if (value.isNull()) {
            study.withObject("/" + GRID).remove(axis);
        } else {
            study.withObject("/" + GRID).set(axis, value);
        }
        return study;
    }

    private ObjectNode changeJobs(ObjectNode study, ObjectNode patch) {
        requireEffect(study, path);
        study.set(BASE, MergePatch.apply(study.path(BASE), patch));
        for (JsonNode variant : study.path("variants")) {
            if (variant instanceof ObjectNode named && sets(variant.path("patch"))) {
                named.set("patch", MergePatch.apply(variant.path("patch"), patch));
            }
        }
        return study;
    }

    /** @param field of the study's jobs */
    private void requireEffect(ObjectNode study, String field) {
        Overrides.deciding(study, field, value).ifPresent(deciding -> {
            boolean isSameField = deciding.equals(SEEDS) || deciding.equals(GRID + "." + field);
            throw new SubmissionFileException(
                    "--set %s has no effect in the study %s: %s decides it; expected --set '%s=%s'"
                            .formatted(
                                    path,
                                    study.path("study").asText(),
                                    deciding,
                                    deciding,
                                    isSameField ? "[" + value + "]" : "[…]"));
        });
    }

    /** Whether a patch sets this field, or something that the field is part of to what has no fields. */
    private boolean sets(JsonNode patch) {
        JsonNode node = patch;
        for (String name : path.split("\\.")) {
            if (!node.isObject()) {
                break;
            }
            node = node.path(name);
        }
        return !node.isMissingNode();
    }

    /** Changes a study and those that it includes, as far as they have jobs of their own. */
    private static ObjectNode changeEach(ObjectNode study, UnaryOperator<ObjectNode> change) {
        ObjectNode changed = study.deepCopy();
        boolean hasJobsOfItsOwn =
                !study.has("include") || !study.path(BASE).isEmpty() || study.has("variants") || study.has(GRID);
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
        try {
            return Yaml.read("value: " + value, "--set " + path).path("value");
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
