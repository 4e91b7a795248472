package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.schema.StudySchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be understood of a study whose own fields are wrong, so that mistakes in its jobs are found at the same time. What
 * is wrong is left out; what stands in lists keeps its place.
 */
final class StudyOutline {
    /** The base of a study of which it cannot be known what its jobs are. */
    static final ObjectNode UNKNOWN_BASE = JsonNodeFactory.instance.objectNode();

    private static final int MAX_MEMBERS = 1000;

    private StudyOutline() {}

    static Study of(JsonNode written) {
        boolean isComplete = written.isObject()
                && (!written.has("base") || written.path("base").isObject());
        return new Study(
                sound(written, "study") ? written.path("study").asText() : "",
                null,
                null,
                isComplete ? base(written.path("base")) : UNKNOWN_BASE,
                sound(written, "baseline") && isComplete
                        ? written.path("baseline").asText()
                        : null,
                isComplete ? variants(written.path("variants")) : List.of(),
                isComplete ? grid(written.path("grid")) : Map.of(),
                sound(written, "seeds") ? seeds(written.path("seeds")) : List.of(),
                included(written.path("include")),
                null,
                written.path("search") instanceof ObjectNode search ? search : null);
    }

    private static @Nullable ObjectNode base(JsonNode written) {
        return written instanceof ObjectNode base ? base : null;
    }

    private static boolean sound(JsonNode written, String member) {
        return written.has(member) && StudySchema.isSound(member, written.path(member));
    }

    private static List<Study.Variant> variants(JsonNode written) {
        List<Study.Variant> variants = new ArrayList<>();
        for (int i = 0; written.isArray() && i < Math.min(written.size(), MAX_MEMBERS); i++) {
            JsonNode variant = written.get(i);
            String name =
                    variant.path("name").isTextual() ? variant.path("name").asText() : "variants[" + i + "]";
            variants.add(
                    new Study.Variant(name, variant.path("patch") instanceof ObjectNode patch ? patch : null, null));
        }
        return variants;
    }

    private static Map<String, List<JsonNode>> grid(JsonNode written) {
        Map<String, List<JsonNode>> grid = new LinkedHashMap<>();
        if (written.isObject() && StudySchema.isSound("grid", written)) {
            written.properties().forEach(axis -> {
                List<JsonNode> values = new ArrayList<>();
                axis.getValue().forEach(values::add);
                grid.put(axis.getKey(), values);
            });
        }
        return grid;
    }

    private static List<Long> seeds(JsonNode written) {
        List<Long> seeds = new ArrayList<>();
        written.forEach(seed -> seeds.add(seed.asLong()));
        return seeds;
    }

    private static List<Study> included(JsonNode written) {
        List<Study> included = new ArrayList<>();
        for (int i = 0; written.isArray() && i < Math.min(written.size(), MAX_MEMBERS); i++) {
            included.add(of(written.get(i)));
        }
        return included;
    }
}
