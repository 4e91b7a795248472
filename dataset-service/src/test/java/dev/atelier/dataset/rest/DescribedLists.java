package dev.atelier.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lists of all answers that a description in OpenAPI names, and those of them that have no bound. */
public final class DescribedLists {
    private final JsonNode description;
    private final List<String> unbounded = new ArrayList<>();
    private int lists;

    private DescribedLists(JsonNode description) {
        this.description = description;
    }

    public static DescribedLists of(JsonNode description) {
        DescribedLists all = new DescribedLists(description);
        for (var path : description.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                String at = operation.getKey() + " " + path.getKey();
                for (JsonNode response : operation.getValue().path("responses")) {
                    response.path("content")
                            .forEach(content ->
                                    all.look(content.path("schema"), at, path.getValue(), operation.getValue()));
                }
            }
        }
        return all;
    }

    /** Lists without a bound, and answers that are a part of a list without a limit for it. */
    public List<String> unbounded() {
        return unbounded;
    }

    /** How many lists there are. */
    public int count() {
        return lists;
    }

    private void look(JsonNode schema, String at, JsonNode path, JsonNode operation) {
        collect(schema, at, new HashSet<>());
        if (resolve(schema).path("properties").has("total") && !isPaged(path) && !isPaged(operation)) {
            unbounded.add(at + " has no limit of 1000 at most");
        }
    }

    private static boolean isPaged(JsonNode described) {
        for (JsonNode parameter : described.path("parameters")) {
            if (parameter.path("name").asText().equals("limit")
                    && parameter.at("/schema/maximum").asInt() == 1000) {
                return true;
            }
        }
        return false;
    }

    private void collect(JsonNode schema, String at, Set<String> seen) {
        if (schema.has("$ref") && !seen.add(schema.path("$ref").asText())) {
            return;
        }
        JsonNode resolved = resolve(schema);
        if (isArray(resolved)) {
            lists++;
            if (!resolved.has("maxItems")) {
                unbounded.add(at + " is a list without maxItems");
            }
        }
        for (var property : resolved.path("properties").properties()) {
            collect(property.getValue(), at + "/" + property.getKey(), seen);
        }
        for (String part : List.of("allOf", "anyOf", "oneOf")) {
            resolved.path(part).forEach(each -> collect(each, at, seen));
        }
        if (resolved.has("items")) {
            collect(resolved.path("items"), at + "[]", seen);
        }
    }

    private static boolean isArray(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.asText().equals("array") || type.toString().contains("\"array\"");
    }

    private JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? description.at(schema.path("$ref").asText().substring(1)) : schema;
    }
}
