package dev.atelier.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code docs/openapi.yaml}, to compare responses with. */
public final class OpenApi {
    private static final Path FILE = Path.of("..", "docs", "openapi.yaml");

    private final JsonNode document;
    /** The same, where a member that is not described is a mistake. */
    private final ObjectNode components;

    private final Map<String, JsonNode> operations = new TreeMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    /** By the schemas of bodies: to read the components takes longer than the response. */
    private final Map<JsonNode, Schema> schemas = new HashMap<>();

    private OpenApi(JsonNode document) {
        this.document = document;
        this.components = document.path("components").deepCopy();
        components.path("schemas").forEach(schema -> {
            if (schema.has("properties") && !schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }

    public static OpenApi read() {
        try {
            return new OpenApi(Yaml.read(Files.readString(FILE), "docs/openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every operation as {@code GET /api/jobs/{id}}. */
    public Set<String> operations() {
        return operations.keySet();
    }

    /** The query parameters of an operation by their names. */
    Map<String, JsonNode> queryParameters(String operation) {
        Map<String, JsonNode> byName = new TreeMap<>();
        for (JsonNode parameter : operations.get(operation).path("parameters")) {
            JsonNode resolved = resolved(parameter);
            if (resolved.path("in").asText().equals("query")) {
                byName.put(resolved.path("name").asText(), resolved(resolved.path("schema")));
            }
        }
        return byName;
    }

    /** What is wrong with a response, as the operation describes it. */
    List<String> mistakes(String operation, int status, String type, String body) {
        JsonNode response = resolved(operations.get(operation).path("responses").path(String.valueOf(status)));
        if (response.isMissingNode()) {
            return List.of("status " + status + " is not described: " + body);
        }
        JsonNode content = response.path("content").properties().stream()
                .filter(each -> mediaType(each.getKey()).equals(mediaType(type)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(MissingNode.getInstance());
        if (content.isMissingNode()) {
            return List.of("content type " + type + " is not described");
        }
        return mediaType(type).equals("application/json") ? mistakes(content.path("schema"), body) : List.of();
    }

    private List<String> mistakes(JsonNode schemaOfBody, String body) {
        return schemas
                .computeIfAbsent(schemaOfBody, this::withComponents)
                .validate(Json.read(body.getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private Schema withComponents(JsonNode schemaOfBody) {
        ObjectNode root = schemaOfBody.deepCopy();
        root.set("components", components);
        return registry.getSchema(root);
    }

    private static String mediaType(String type) {
        return type.replaceFirst(";.*", "").strip();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
