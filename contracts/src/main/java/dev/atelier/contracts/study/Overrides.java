package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.schema.Violations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a study that have no effect because another part of it sets the same field: seeds come before the grid, and the
 * grid before the patches of variants. An object sets only the members that it has.
 */
public final class Overrides {
    private static final String SEED = "seed";

    private final Study study;
    private final String prefix;
    private final Violations violations;

    private Overrides(Study study, String prefix, Violations violations) {
        this.study = study;
        this.prefix = prefix;
        this.violations = violations;
    }

    /**
     * The part of a study that decides a field whatever its base and its variants have: {@code seeds}, or a path of its grid.
     *
     * @param written the study as a person writes it
     * @param path the field
     * @param value what the base or a variant would have there
     */
    public static Optional<String> deciding(JsonNode written, String path, JsonNode value) {
        if (path.equals(SEED) && written.has("seeds")) {
            return Optional.of("seeds");
        }
        return written.path("grid").properties().stream()
                .filter(axis ->
                        axis.getValue().valueStream().anyMatch(each -> overlap(path, value, axis.getKey(), each)))
                .findFirst()
                .map(axis -> "grid." + axis.getKey());
    }

    /**
     * Reports them.
     *
     * @param prefix place of the study within the whole
     */
    static void check(Study study, String prefix, Violations violations) {
        Overrides overrides = new Overrides(study, prefix, violations);
        overrides.checkGrid();
        overrides.checkVariants();
    }

    private void checkGrid() {
        List<Map.Entry<String, List<JsonNode>>> axes =
                new ArrayList<>(study.grid().entrySet());
        for (int i = 0; i < axes.size(); i++) {
            violations.checkDeadline();
            Map.Entry<String, List<JsonNode>> axis = axes.get(i);
            if (axis.getKey().equals(SEED) && !study.seeds().isEmpty()) {
                report("grid." + SEED, list(axis.getValue()), "seeds");
            }
            axes.subList(0, i).stream()
                    .filter(other -> overlap(axis, other))
                    .findFirst()
                    .ifPresent(
                            other -> report("grid." + axis.getKey(), list(axis.getValue()), "grid." + other.getKey()));
        }
    }

    private static boolean overlap(Map.Entry<String, List<JsonNode>> one, Map.Entry<String, List<JsonNode>> other) {
        return isWithin(one.getKey(), other.getKey())
                && one.getValue().stream()
                        .anyMatch(value -> other.getValue().stream()
                                .anyMatch(another -> overlap(one.getKey(), value, other.getKey(), another)));
    }

    private void checkVariants() {
        for (int i = 0; i < study.variants().size(); i++) {
            ObjectNode patch = study.variants().get(i).patch();
            if (patch == null) {
                continue;
            }
            String place = "variants[" + i + "].patch.";
            if (patch.has(SEED) && !study.seeds().isEmpty()) {
                report(place + SEED, patch.get(SEED), "seeds");
            }
            violations.checkDeadline();
            study.grid().forEach((path, values) -> {
                JsonNode patched = at(patch, path);
                if (!patched.isMissingNode() && values.stream().anyMatch(value -> overlap("", patch, path, value))) {
                    report(place + path, patched, "grid." + path);
                }
            });
        }
    }

    private void report(String place, JsonNode value, String other) {
        violations.report(prefix + place, value, () -> "nothing: " + prefix + other + " sets the same");
    }

    /** Whether one path is the other or leads to a member of what the other leads to. */
    private static boolean isWithin(String one, String other) {
        return one.equals(other) || one.startsWith(other + ".") || other.startsWith(one + ".");
    }

    /** Whether setting two values sets the same field twice. */
    private static boolean overlap(String path, JsonNode value, String otherPath, JsonNode other) {
        return isSetTwice(wrapped(path, value), wrapped(otherPath, other));
    }

    private static JsonNode wrapped(String path, JsonNode value) {
        JsonNode whole = value;
        for (String name : names(path).reversed()) {
            whole = JsonNodeFactory.instance.objectNode().set(name, whole);
        }
        return whole;
    }

    private static boolean isSetTwice(JsonNode one, JsonNode other) {
        if (one.isMissingNode() || other.isMissingNode()) {
            return false;
        }
        if (!(one instanceof ObjectNode object) || !(other instanceof ObjectNode)) {
            return true;
        }
        return object.size() > other.size()
                ? isSetTwice(other, one)
                : object.properties().stream()
                        .anyMatch(member -> isSetTwice(member.getValue(), other.path(member.getKey())));
    }

    private static JsonNode at(JsonNode document, String path) {
        JsonNode node = document;
        for (String name : names(path)) {
            if (!node.isObject()) {
                return node;
            }
            node = node.path(name);
        }
        return node;
    }

    private static List<String> names(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("\\.", -1));
    }

    private static ArrayNode list(Collection<JsonNode> values) {
        return JsonNodeFactory.instance.arrayNode().addAll(values);
    }
}
