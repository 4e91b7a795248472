package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Fields whose value follows from another field, or has to be given. A schema declares them beside the field, under
 * {@code x-determined}: {@code by} is the path of the other field, {@code values} has the value for some of its texts, and
 * {@code expected} describes what to give for all others.
 */
final class DeterminedFields {
    private static final String KEYWORD = "x-determined";

    private final SchemaDocument schema;
    private final ObjectNode whole;
    private final Violations violations;

    /** @param whole a document that conforms to the schema, without the fields that have no effect */
    DeterminedFields(SchemaDocument schema, ObjectNode whole, Violations violations) {
        this.schema = schema;
        this.whole = whole;
        this.violations = violations;
    }

    /** Fills in what follows; reports what contradicts it, and what is to be given and is not. */
    void fillIn() {
        fillIn(schema.root(), whole, "");
    }

    private void fillIn(JsonNode schemaNode, ObjectNode document, String prefix) {
        JsonNode node = schema.dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            JsonNode rule = property.getValue().path(KEYWORD);
            if (rule.isObject() && document.has(name)) {
                fillIn(rule, document, name, prefix + name);
            }
            if (document.get(name) instanceof ObjectNode child) {
                fillIn(property.getValue(), child, prefix + name + ".");
            }
        });
        for (JsonNode branch : node.path("allOf")) {
            if (SchemaDocument.applies(branch.path("if"), document)) {
                fillIn(branch.path("then"), document, prefix);
            }
        }
    }

    private void fillIn(JsonNode rule, ObjectNode document, String name, String path) {
        JsonNode given = document.get(name);
        String by = rule.path("by").asText();
        String chosen = whole.at("/" + by.replace('.', '/')).asText();
        JsonNode value = rule.path("values").path(chosen);
        if (value.isMissingNode()) {
            if (given.isNull()) {
                violations.report(path, given, () -> rule.path("expected").asText());
            }
        } else if (given.isNull()) {
            document.set(name, TextNode.valueOf(value.asText()));
        } else if (!given.equals(value)) {
            violations.report(path, given, () -> value.asText() + ", which is that of " + by + " " + chosen);
        }
    }
}
