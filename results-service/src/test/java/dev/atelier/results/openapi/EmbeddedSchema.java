package dev.atelier.results.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A JSON Schema of the contracts as schemas of an OpenAPI document: its definitions stand beside it, under names of their own. */
final class EmbeddedSchema {
    private static final String DEFINITION = "#/$defs/";
    private static final List<String> NOT_SHOWN = List.of("$schema", "$id", "$defs", "$comment", "title");

    private static final Set<String> METRICS =
            Metric.all().stream().map(Metric::name).collect(Collectors.toUnmodifiableSet());

    private final String name;
    private final JsonNode schema;

    private EmbeddedSchema(String name, JsonNode schema) {
        this.name = name;
        this.schema = schema;
    }

    /** The schema and its definitions by their names in the document: {@code Job}, {@code Job.training}, … */
    static Map<String, JsonNode> of(String name, JsonNode schema) {
        EmbeddedSchema embedded = new EmbeddedSchema(name, schema);
        Map<String, JsonNode> all = new TreeMap<>();
        schema.path("$defs")
                .properties()
                .forEach(each -> all.put(name + "." + each.getKey(), embedded.rewritten(each.getValue())));
        all.put(name, embedded.root());
        return all;
    }

    /** The schema itself; where it has a branch for each kind, these are its alternatives. */
    private JsonNode root() {
        ObjectNode root = (ObjectNode) rewritten(schema);
        List<JsonNode> branches = new ArrayList<>();
        root.path("allOf").forEach(branch -> branches.add(branch.path("then")));
        if (branches.isEmpty()) {
            return root;
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.set("description", root.path("description"));
        either.putArray("oneOf").addAll(branches);
        return either;
    }

    private JsonNode rewritten(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> {
                String key = member.getKey();
                boolean isOfMetrics = isOfMetrics(key, member.getValue());
                if (key.equals("enum") && isOfMetrics) {
                    copy.put("type", "string");
                }
                boolean isReference = key.equals("$ref") && member.getValue().isTextual();
                if (isReference) {
                    copy.put(
                            key,
                            "#/components/schemas/" + name + "."
                                    + member.getValue().textValue().substring(DEFINITION.length()));
                } else if (!isOfMetrics
                        && !key.startsWith("x-")
                        && !(NOT_SHOWN.contains(key) && isKeyword(key, member.getValue()))) {
                    copy.set(key, rewritten(member.getValue()));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(each -> copy.add(rewritten(each)));
            return copy;
        }
        return node;
    }

    /** Whether a member lists the metrics, or says what follows from each: those are in a catalogue that grows. */
    private static boolean isOfMetrics(String key, JsonNode value) {
        return switch (key) {
            case "enum" -> value.valueStream().allMatch(name -> METRICS.contains(name.asText()));
            case "allOf" ->
                value.valueStream()
                        .map(branch -> branch.path("if").findPath("enum"))
                        .allMatch(names -> !names.isEmpty() && isOfMetrics("enum", names));
            default -> false;
        };
    }

    /** Whether a member belongs to the schema rather than to what it describes. */
    private static boolean isKeyword(String key, JsonNode value) {
        return key.equals("$defs") || value.isTextual();
    }
}
