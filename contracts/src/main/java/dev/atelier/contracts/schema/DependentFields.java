package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Stream;

/**
 * Fields whose value depends on another field. A schema declares them beside the field. Under {@code x-determined} are
 * fields whose value follows from another one, or has to be given: {@code by} is the path of the other field, {@code values}
 * has the value for some of its texts, and {@code expected} describes what to give for all others. Under {@code x-atMost} is
 * the path of a field that a number may not exceed.
 */
final class DependentFields {
    private static final String DETERMINED = "x-determined";
    private static final String AT_MOST = "x-atMost";

    private final SchemaDocument schema;
    private final ObjectNode whole;
    private final Violations violations;

    /** @param whole a document that conforms to the schema, without the fields that have no effect */
    DependentFields(SchemaDocument schema, ObjectNode whole, Violations violations) {
        this.schema = schema;
        this.whole = whole;
        this.violations = violations;
    }

    /** The paths of the fields that others depend on. */
    static Stream<String> references(JsonNode definitions) {
        return Stream.concat(
                definitions.findValues(AT_MOST).stream().map(JsonNode::asText),
                definitions.findValues(DETERMINED).stream()
                        .map(rule -> rule.path("by").asText()));
    }

    /** Fills in what follows; reports what contradicts it, what is to be given and is not, and what exceeds its bound. */
    void resolve() {
        resolve(schema.root(), whole, "");
    }

    private void resolve(JsonNode schemaNode, ObjectNode document, String prefix) {
        JsonNode node = schema.dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            JsonNode field = property.getValue();
            if (field.has(DETERMINED) && document.has(name)) {
                fillIn(field.get(DETERMINED), document, name, prefix + name);
            }
            if (field.has(AT_MOST) && document.has(name)) {
                compare(document.get(name), field.get(AT_MOST).asText(), prefix + name);
            }
            if (document.get(name) instanceof ObjectNode child) {
                resolve(field, child, prefix + name + ".");
            }
        });
        for (JsonNode branch : node.path("allOf")) {
            if (SchemaDocument.applies(branch.path("if"), document)) {
                resolve(branch.path("then"), document, prefix);
            }
        }
    }

    private void fillIn(JsonNode rule, ObjectNode document, String name, String path) {
        JsonNode given = document.get(name);
        String by = rule.path("by").asText();
        String chosen = at(by).asText();
        JsonNode value = rule.path("values").path(chosen);
        if (value.isMissingNode()) {
            if (given.isNull()) {
                violations.report(path, given, () -> rule.path("expected").asText());
            }
        } else if (given.isNull()) {
            document.set(name, TextNode.valueOf(value.asText()));
        } else if (!given.equals(value)) {
            violations.report(path, given, () -> value.asText() + " for " + by + " " + chosen);
        }
    }

    private void compare(JsonNode value, String by, String path) {
        JsonNode bound = at(by);
        if (value.isNumber() && bound.isNumber() && value.doubleValue() > bound.doubleValue()) {
            violations.report(path, value, () -> "at most " + by + ", which is " + bound.asText());
        }
    }

    private JsonNode at(String path) {
        return whole.at("/" + path.replace('.', '/'));
    }
}
