package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.FieldNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Puts what a schema requests into the words of the person who wrote the document, as the end of a sentence. */
final class Wording {
    private final SchemaDocument document;
    private final JsonNode instance;
    private Optional<List<String>> fields = Optional.empty();

    /** @param instance the whole document that is checked */
    Wording(SchemaDocument document, JsonNode instance) {
        this.document = document;
        this.instance = instance;
    }

    /** What there is instead of an unknown field. */
    String unknownField(JsonNode schema, String parent, String name) {
        List<String> siblings = StreamSupport.stream(
                        schema.path("properties").properties().spliterator(), false)
                .map(property -> join(parent, property.getKey()))
                .toList();
        List<String> owners = document.otherChoices(schema, name);
        if (!owners.isEmpty()) {
            return "no such field of %s, only of %s; there %s"
                    .formatted(document.choice(schema).orElse("this"), String.join(", ", owners), there(siblings));
        }
        return FieldNames.suggestion(name, siblings, fields())
                .map(right -> "no such field; did you mean " + right + "?")
                .orElseGet(() -> siblings.isEmpty() ? "no fields here" : "no such field; there " + there(siblings));
    }

    private static String there(List<String> paths) {
        return (paths.size() == 1 ? "is " : "are ")
                + paths.stream().map(FieldNames::leaf).collect(Collectors.joining(", "));
    }

    /** One of a number of values, with the nearest. */
    String choice(JsonNode schema, JsonNode value) {
        List<String> values = StreamSupport.stream(schema.path("enum").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return FieldNames.nearest(value.asText(), values)
                .map(right -> phrase(schema) + "; did you mean " + right + "?")
                .orElseGet(() -> phrase(schema));
    }

    private List<String> fields() {
        if (fields.isEmpty()) {
            fields = Optional.of(new DescribedFields(document).of(instance));
        }
        return fields.orElseThrow();
    }

    /** What a schema requests, as the end of a sentence. */
    String phrase(JsonNode schemaNode) {
        JsonNode schema = document.dereference(schemaNode);
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (schema.has("const")) {
            return schema.get("const").asText()
                    + (schema.has("$comment") ? ": " + schema.get("$comment").asText() : "");
        }
        if (schema.has("pattern") && !schema.has("maxLength")) {
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
                                        + Counted.of(schema.get("maxLength").asInt(), "character")
                                : "")
                        + (schema.has("pattern") && schema.has("$comment")
                                ? ", " + schema.get("$comment").asText()
                                : "");
            case "boolean" -> "true or false";
            case "null" -> schema.path("type").isArray() ? "null" : "nothing: this family has no such field";
            case "array" -> list(schema);
            case "object" -> object(schema);
            default -> "something else";
        };
    }

    private String list(JsonNode schema) {
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt();
        String length = schema.has("minItems") || schema.has("maxItems")
                ? " of " + (least == most ? "" : least + " to ") + Counted.of(most, "item")
                : "";
        String items = schema.path("items").isEmpty() ? "" : ", each " + phrase(schema.get("items"));
        return "a list" + length + items;
    }

    /** Names the members that all alternatives have. */
    private String object(JsonNode schema) {
        if (schema.has("maxProperties")) {
            return "an object of at most "
                    + Counted.of(schema.get("maxProperties").asInt(), "member");
        }
        Set<String> members = names(schema);
        StreamSupport.stream(schema.path("allOf").spliterator(), false)
                .map(branch -> names(document.dereference(branch.path("then"))))
                .reduce((common, names) -> {
                    common.retainAll(names);
                    return common;
                })
                .ifPresent(members::addAll);
        return members.isEmpty() ? "an object" : "an object with " + String.join(", ", members);
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
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

    private static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
