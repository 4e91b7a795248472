package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One spelling of every number that a schema describes, however it was written: whole where the schema has the type integer,
 * otherwise with a fraction. Equal documents are then equal bytes.
 */
record NumberSpelling(SchemaDocument schema) {
    private static final JsonNode INTEGER = JsonNodeFactory.instance.textNode("integer");

    /** The document with every number in its one spelling; leaves the given one as it is. */
    JsonNode of(JsonNode document) {
        return spelled(schema.root(), document);
    }

    private JsonNode spelled(JsonNode schemaNode, JsonNode value) {
        JsonNode node = schema.dereference(schemaNode);
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode spelled = JsonNodeFactory.instance.objectNode();
                spelled.setAll(object);
                node.path("properties").properties().forEach(property -> {
                    JsonNode member = spelled.get(property.getKey());
                    if (member != null) {
                        spelled.set(property.getKey(), spelled(property.getValue(), member));
                    }
                });
                JsonNode result = spelled;
                for (JsonNode branch : node.path("allOf")) {
                    if (SchemaDocument.applies(branch.path("if"), object)) {
                        result = spelled(branch.path("then"), result);
                    }
                }
                yield result;
            }
            case ArrayNode list -> {
                ArrayNode spelled = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(item -> spelled.add(spelled(node.path("items"), item)));
                yield spelled;
            }
            case NumericNode number -> number(node.path("type"), number);
            default -> value;
        };
    }

    private static JsonNode number(JsonNode type, NumericNode number) {
        boolean isWhole = type.isMissingNode()
                ? number.isIntegralNumber()
                : SchemaDocument.isOneOf(
                        type.isArray()
                                ? type
                                : JsonNodeFactory.instance.arrayNode().add(type),
                        INTEGER);
        if (isWhole && number.canConvertToLong()) {
            return number.canConvertToInt()
                    ? JsonNodeFactory.instance.numberNode(number.intValue())
                    : JsonNodeFactory.instance.numberNode(number.longValue());
        }
        // Adding 0 makes one zero of the two.
        return isWhole ? number : JsonNodeFactory.instance.numberNode(number.doubleValue() + 0.0);
    }
}
