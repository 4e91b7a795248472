package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Puts a validator's findings into the words of the person who wrote the document: field, value and what is right. */
final class Wording {
    private static final int VALUE_LENGTH = 120;

    private final SchemaDocument document;
    private final JsonNode instance;

    /** @param instance the whole document that was validated */
    Wording(SchemaDocument document, JsonNode instance) {
        this.document = document;
        this.instance = instance;
    }

    Violation violation(Error error) {
        String field = path(error.getInstanceLocation());
        JsonNode schema = schemaOf(error);
        return switch (error.getKeyword()) {
            case "required" ->
                new Violation(
                        join(field, error.getProperty()),
                        "",
                        phrase(schema.path("properties").path(error.getProperty())));
            case "additionalProperties" -> {
                String unknown = join(field, error.getProperty());
                JsonNode value = error.getInstanceNode().path(error.getProperty());
                yield new Violation(unknown, shown(value), unknownField(schema, field, error.getProperty()));
            }
            case "enum" -> new Violation(field, shown(error.getInstanceNode()), nearest(schema, error));
            case "uniqueItems" -> new Violation(field, shown(error.getInstanceNode()), "a list without repetitions");
            default -> new Violation(field, shown(error.getInstanceNode()), phrase(schema));
        };
    }

    /** A value as it stood in the document, shortened. */
    static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "" : value.toString();
        return text.length() <= VALUE_LENGTH ? text : text.substring(0, VALUE_LENGTH - 1) + "…";
    }

    private String unknownField(JsonNode schema, String parent, String name) {
        List<String> siblings = StreamSupport.stream(
                        schema.path("properties").properties().spliterator(), false)
                .map(property -> join(parent, property.getKey()))
                .toList();
        return FieldNames.suggestion(join(parent, name), siblings, document.fields(instance))
                .map(right -> "no such field; did you mean " + right + "?")
                .orElseGet(() -> siblings.isEmpty()
                        ? "no fields here"
                        : "no such field; there are "
                                + siblings.stream().map(FieldNames::leaf).collect(Collectors.joining(", ")));
    }

    private String nearest(JsonNode schema, Error error) {
        List<String> values = StreamSupport.stream(schema.path("enum").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return FieldNames.nearest(error.getInstanceNode().asText(), values)
                .map(right -> phrase(schema) + "; did you mean " + right + "?")
                .orElseGet(() -> phrase(schema));
    }

    /** What a schema asks for, as the end of a sentence. */
    private String phrase(JsonNode schemaNode) {
        JsonNode schema = document.dereference(schemaNode);
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (schema.has("const")) {
            return schema.get("const").asText();
        }
        if (schema.has("pattern")) {
            String meaning =
                    schema.has("description") ? ": " + schema.get("description").asText() : "";
            return "text that matches " + schema.get("pattern").asText() + meaning;
        }
        JsonNode type = schema.path("type");
        StringJoiner alternatives = new StringJoiner(", or ");
        for (JsonNode each : type.isArray() ? type : List.of(type)) {
            alternatives.add(phrase(schema, each.asText()));
        }
        return alternatives.toString();
    }

    private String phrase(JsonNode schema, String type) {
        return switch (type) {
            case "integer" -> "a whole number" + range(schema);
            case "number" -> "a number" + range(schema);
            case "string" ->
                "text"
                        + (schema.has("maxLength")
                                ? " of " + schema.path("minLength").asInt(0) + " to "
                                        + schema.get("maxLength").asInt() + " characters"
                                : "");
            case "boolean" -> "true or false";
            case "null" -> schema.path("type").isArray() ? "null" : "nothing: this family has no such field";
            case "array" -> list(schema);
            case "object" -> object(schema);
            default -> "something else";
        };
    }

    private String list(JsonNode schema) {
        String length = schema.has("minItems") || schema.has("maxItems")
                ? " of " + schema.path("minItems").asInt(0) + " to "
                        + schema.path("maxItems").asInt() + " items"
                : "";
        String items = schema.path("items").isEmpty() ? "" : ", each " + phrase(schema.get("items"));
        return "a list" + length + items;
    }

    private static String object(JsonNode schema) {
        if (schema.has("maxProperties")) {
            return "an object of at most " + schema.get("maxProperties").asInt() + " members";
        }
        String members = StreamSupport.stream(
                        schema.path("properties").properties().spliterator(), false)
                .map(property -> property.getKey())
                .collect(Collectors.joining(", "));
        return members.isEmpty() ? "an object" : "an object with " + members;
    }

    private static String range(JsonNode schema) {
        StringJoiner bounds = new StringJoiner(" and ", " ", "").setEmptyValue("");
        if (schema.has("minimum") && schema.has("maximum")) {
            return " from " + schema.get("minimum").asText() + " to "
                    + schema.get("maximum").asText();
        }
        if (schema.has("exclusiveMinimum")) {
            bounds.add("above " + schema.get("exclusiveMinimum").asText());
        }
        if (schema.has("minimum")) {
            bounds.add("of at least " + schema.get("minimum").asText());
        }
        if (schema.has("maximum")) {
            bounds.add("at most " + schema.get("maximum").asText());
        }
        if (schema.has("exclusiveMaximum")) {
            bounds.add("below " + schema.get("exclusiveMaximum").asText());
        }
        return bounds.toString();
    }

    /** The schema object that holds the keyword which failed. */
    private JsonNode schemaOf(Error error) {
        NodePath fragment = error.getSchemaLocation().getFragment();
        JsonNode node = document.root();
        for (int depth = 0; depth < fragment.getNameCount() - 1; depth++) {
            Object element = fragment.getElement(depth);
            node = node.isArray() ? node.path(Integer.parseInt(element.toString())) : node.path(element.toString());
        }
        return node;
    }

    private static String path(NodePath location) {
        StringBuilder path = new StringBuilder();
        for (int depth = 0; depth < location.getNameCount(); depth++) {
            Object element = location.getElement(depth);
            if (element instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(element);
            }
        }
        return path.toString();
    }

    private static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
