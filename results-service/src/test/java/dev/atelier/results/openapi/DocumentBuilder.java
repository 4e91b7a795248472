package dev.atelier.results.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.EditSchema;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.results.openapi.SourceTypes.Component;
import dev.atelier.results.openapi.SourceTypes.SourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the OpenAPI document from what the annotations of the resources say, the Javadoc of the records that they take and
 * give, and the parts that are written by hand.
 */
final class DocumentBuilder {
    private static final String PARAMETER = "#/components/parameters/";
    private static final String RESPONSE = "#/components/responses/";
    private static final Map<String, String> NAMES = Map.of(
            "Contents", "DatasetContents",
            "Edited", "LatestEdit",
            "Member", "SubmittedJob",
            "Suspended", "SuspendedTrainer");

    /** What has no schema of its own. */
    private static final List<String> TREES = List.of("JsonNode", "JsonNodeType", "StreamingOutput");

    private static final List<String> SECTIONS =
            List.of("openapi", "info", "servers", "security", "tags", "paths", "components");

    private final SourceTypes sources;
    private final JsonNode parts;
    /** Schemas of records whose sources were not found. */
    private final List<String> unknown = new ArrayList<>();

    /** @param parts what is merged into the rest by RFC 7396 */
    DocumentBuilder(SourceTypes sources, JsonNode parts) {
        this.sources = sources;
        this.parts = parts;
    }

    /** @param scanned what the annotations say */
    ObjectNode build(JsonNode scanned) {
        ObjectNode document = scanned.deepCopy();
        document.remove(List.of("info", "servers", "tags"));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> complete(path.getKey(), (ObjectNode) operation.getValue())));
        ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
        schemas.remove(TREES);
        schemas.properties().forEach(schema -> describe(schema.getKey(), (ObjectNode) schema.getValue()));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("No record has the name and the members of " + unknown);
        }
        schemas.setAll(EmbeddedSchema.of("Job", JobSchema.document()));
        schemas.setAll(EmbeddedSchema.of("Study", StudySchema.document()));
        schemas.setAll(EmbeddedSchema.of("Edit", EditSchema.bodyDocument()));
        ObjectNode whole = renamed((ObjectNode) MergePatch.apply(document, parts));
        whole.set("paths", sorted(whole.path("paths")));
        ((ObjectNode) whole.path("components")).set("schemas", sorted(whole.at("/components/schemas")));
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        SECTIONS.forEach(section -> ordered.set(section, whole.path(section)));
        return ordered;
    }

    /** Names the parameters and responses that all have. */
    private static void complete(String path, ObjectNode operation) {
        ArrayNode parameters = operation.withArray("parameters");
        for (int i = 0; i < parameters.size(); i++) {
            JsonNode parameter = parameters.get(i);
            if (parameter.path("in").asText().equals("path")
                    && parameter.path("name").asText().equals("id")) {
                String kind = path.replaceFirst("/\\{id}.*", "").replaceFirst(".*/", "");
                parameters.set(i, JsonNodeFactory.instance.objectNode().put("$ref", PARAMETER + kind));
            } else if (!parameter.path("schema").has("type")
                    && !parameter.path("schema").has("$ref")) {
                ((ObjectNode) parameter.path("schema")).put("type", "string");
            }
        }
        if (parameters.isEmpty()) {
            operation.remove("parameters");
        }
        ObjectNode responses = (ObjectNode) operation.path("responses");
        responses.properties().forEach(response -> {
            if (response.getValue().path("description").asText("OK").equals("OK")) {
                ((ObjectNode) response.getValue()).set("description", operation.path("summary"));
            }
        });
        Map<String, String> common = new LinkedHashMap<>(Map.of(
                "400",
                "BadRequest",
                "401",
                "Unauthorized",
                "403",
                "Forbidden",
                "503",
                "Unavailable",
                "default",
                "Failure"));
        if (path.contains("{")) {
            common.put("404", "NotFound");
        }
        common.forEach((status, name) -> {
            if (!responses.has(status)) {
                responses.putObject(status).put("$ref", RESPONSE + name);
            }
        });
        responses.properties().forEach(response -> {
            if (response.getKey().compareTo("400") >= 0
                    && !response.getValue().has("$ref")
                    && !response.getValue().has("content")) {
                ((ObjectNode) response.getValue())
                        .putObject("content")
                        .putObject("application/json")
                        .putObject("schema")
                        .put("$ref", "#/components/schemas/Refusal");
            }
        });
        operation.set("responses", sorted(responses));
    }

    /** Adds what the Javadoc of a record says, and which of its members are there and can be null. */
    private void describe(String name, ObjectNode schema) {
        if (!schema.has("properties") && !schema.has("enum")) {
            return;
        }
        List<String> properties = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        SourceType type = sources.find(name, properties).orElse(null);
        if (type == null) {
            unknown.add(name + " " + properties);
            return;
        }
        String description = sources.text(type.description());
        if (!description.isEmpty() && !schema.has("description")) {
            schema.put("description", description);
        }
        if (properties.isEmpty()) {
            return;
        }
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        sources.members(type).forEach((member, component) -> {
            if (properties.contains(member)) {
                members.set(
                        member, describe((ObjectNode) schema.path("properties").path(member), component));
                if (!component.isLeftOut()) {
                    required.add(member);
                }
            }
        });
        schema.set("properties", members);
        schema.set("required", required);
    }

    private ObjectNode describe(ObjectNode schema, Component component) {
        ObjectNode known = component.type().equals("JsonNode")
                        && schema.path("$ref").asText().endsWith("/JsonNode")
                ? JsonNodeFactory.instance.objectNode().put("type", "object")
                : schema;
        ObjectNode described = component.isNullable() ? nullable(known) : known;
        String text = sources.text(component.description());
        if (!text.isEmpty()) {
            described.put("description", Character.toUpperCase(text.charAt(0)) + text.substring(1));
        }
        return described;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        if (schema.has("$ref")) {
            ObjectNode either = JsonNodeFactory.instance.objectNode();
            either.putArray("anyOf").add(schema).addObject().put("type", "null");
            return either;
        }
        if (schema.path("type").isTextual()) {
            String type = schema.path("type").textValue();
            schema.putArray("type").add(type).add("null");
        }
        return schema;
    }

    /** Names that say more than those of nested records, which their files explain. */
    private static ObjectNode renamed(ObjectNode document) {
        Map<String, String> names = new TreeMap<>(NAMES);
        document.at("/components/schemas").properties().forEach(schema -> {
            String item = schema.getValue().at("/properties/items/items/$ref").asText();
            if (schema.getKey().startsWith("Listing")) {
                names.put(schema.getKey(), "Listing" + item.replaceFirst(".*/", ""));
            }
        });
        String text = document.toString();
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(
                            "\"#/components/schemas/" + name.getKey() + "\"",
                            "\"#/components/schemas/" + name.getValue() + "\"")
                    .replace("\"" + name.getKey() + "\":{", "\"" + name.getValue() + "\":{");
        }
        return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static ObjectNode sorted(JsonNode object) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        Map<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        members.forEach(sorted::set);
        return sorted;
    }
}
