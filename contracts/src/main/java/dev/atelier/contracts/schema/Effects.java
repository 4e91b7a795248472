package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Fields that have an effect only together with others. A schema declares them beside the field, under {@code x-effective}: a list
 * of alternatives, each an object of conditions by path. A condition is a value, a list of values, {@code {"not": value}} or
 * {@code {"above": number}}. A field that may be null can also declare, under {@code x-none}, a value that means the same.
 */
final class Effects {
    private static final String KEYWORD = "x-effective";
    private static final String NONE = "x-none";

    private final SchemaDocument schema;
    private final JsonNode whole;

    /** @param whole the document that conditions are about, with its defaults */
    Effects(SchemaDocument schema, JsonNode whole) {
        this.schema = schema;
        this.whole = whole.deepCopy();
    }

    /** Reports the written fields that have no effect. Null counts as not written. */
    void report(JsonNode written, Violations violations) {
        visit(schema.root(), written, whole, "", violations);
    }

    /** Removes the fields without an effect, and those that are null where null is not their default; what means null becomes it. */
    void remove(ObjectNode document) {
        prune(schema.root(), document);
    }

    private void visit(JsonNode schemaNode, JsonNode written, JsonNode given, String prefix, Violations violations) {
        JsonNode node = schema.dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            String path = prefix + property.getKey();
            JsonNode value = written.path(property.getKey());
            if (!value.isMissingNode() && !value.isNull() && !isEffective(property.getValue())) {
                violations.report(
                        path, value, () -> "nothing: it has an effect only where " + reason(property.getValue()));
            }
            if (value.isObject()) {
                visit(property.getValue(), value, given.path(property.getKey()), path + ".", violations);
            }
        });
        for (JsonNode branch : node.path("allOf")) {
            if (SchemaDocument.applies(branch.path("if"), given)) {
                visit(branch.path("then"), written, given, prefix, violations);
            }
        }
    }

    private void prune(JsonNode schemaNode, ObjectNode document) {
        JsonNode node = schema.dereference(schemaNode);
        List<JsonNode> branches = StreamSupport.stream(node.path("allOf").spliterator(), false)
                .filter(branch -> SchemaDocument.applies(branch.path("if"), document))
                .toList();
        for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
            JsonNode value = document.path(property.getKey());
            JsonNode none = property.getValue().path(NONE);
            if (!none.isMissingNode() && SchemaDocument.isSame(none, value)) {
                value = document.putNull(property.getKey()).get(property.getKey());
            }
            boolean isUnset =
                    value.isNull() && schema.defaultOf(property.getValue()).isMissingNode();
            if (isUnset || !isEffective(property.getValue())) {
                document.remove(property.getKey());
            } else if (value instanceof ObjectNode object) {
                prune(property.getValue(), object);
            }
        }
        branches.forEach(branch -> prune(branch.path("then"), document));
    }

    private boolean isEffective(JsonNode property) {
        JsonNode alternatives = property.path(KEYWORD);
        return alternatives.isMissingNode()
                || StreamSupport.stream(alternatives.spliterator(), false)
                        .anyMatch(conditions -> conditions.properties().stream()
                                .allMatch(condition -> holds(condition.getValue(), at(condition.getKey()))));
    }

    private static boolean holds(JsonNode condition, JsonNode value) {
        if (condition.has("not")) {
            return !SchemaDocument.isSame(condition.get("not"), value);
        }
        if (condition.has("above")) {
            return value.isNumber()
                    && value.doubleValue() > condition.get("above").doubleValue();
        }
        return condition.isArray() ? SchemaDocument.isOneOf(condition, value) : SchemaDocument.isSame(condition, value);
    }

    private JsonNode at(String path) {
        JsonNode node = whole;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    /** The alternatives in words; those with one condition on several fields are joined. */
    private static String reason(JsonNode property) {
        Map<String, List<String>> byCondition = StreamSupport.stream(
                        property.path(KEYWORD).spliterator(), false)
                .flatMap(conditions -> conditions.properties().stream())
                .collect(Collectors.groupingBy(
                        condition -> words(condition.getValue()),
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return byCondition.entrySet().stream()
                .map(each -> String.join(" or ", each.getValue()) + " is " + each.getKey())
                .collect(Collectors.joining(" or "));
    }

    private static String words(JsonNode condition) {
        if (condition.has("not")) {
            return "not " + word(condition.get("not"));
        }
        if (condition.has("above")) {
            return "above " + condition.get("above").asText();
        }
        Stream<JsonNode> values =
                condition.isArray() ? StreamSupport.stream(condition.spliterator(), false) : Stream.of(condition);
        return values.map(Effects::word).collect(Collectors.joining(", "));
    }

    private static String word(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
