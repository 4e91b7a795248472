package dev.atelier.contracts.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One JSON Schema of this package, in the subset that the schemas here keep to: local references, properties, and
 * {@code if} on one member's constant with {@code then}. It validates, and it fills in defaults along the branches that
 * apply.
 */
final class SchemaDocument {
    private final JsonNode root;
    private final Schema schema;

    private SchemaDocument(JsonNode root) {
        this.root = root;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    /** Loads {@code <name>.schema.json} from this package. */
    static SchemaDocument load(String name) {
        String file = name + ".schema.json";
        try (InputStream in = SchemaDocument.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The jar of the contracts lacks " + file);
            }
            return new SchemaDocument(Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    List<Violation> violations(JsonNode document) {
        if (!document.isObject()) {
            return List.of(new Violation("", Wording.shown(document), "a JSON object: a job or a study"));
        }
        Wording wording = new Wording(this, document);
        return schema.validate(document).stream()
                .map(wording::violation)
                .distinct()
                .toList();
    }

    /** Adds every default that the document leaves open. */
    void fillDefaults(ObjectNode document) {
        fill(root, document);
    }

    private void fill(JsonNode schemaNode, ObjectNode target) {
        JsonNode node = dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            JsonNode fallback = defaultOf(property.getValue());
            if (!target.has(property.getKey()) && !fallback.isMissingNode()) {
                target.set(property.getKey(), fallback.deepCopy());
            }
            if (target.get(property.getKey()) instanceof ObjectNode child) {
                fill(property.getValue(), child);
            }
        });
        for (JsonNode branch : node.path("allOf")) {
            if (applies(branch.path("if"), target)) {
                fill(branch.path("then"), target);
            }
        }
    }

    /** Every field that a document like this one may have, as dotted paths. */
    List<String> fields(JsonNode document) {
        List<String> paths = new ArrayList<>();
        visit(root, document, "", (path, ignored) -> {
            if (!paths.contains(path)) {
                paths.add(path);
            }
        });
        return paths;
    }

    private void visit(JsonNode schemaNode, JsonNode document, String prefix, BiConsumer<String, JsonNode> visitor) {
        JsonNode node = dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            String path = prefix.isEmpty() ? property.getKey() : prefix + "." + property.getKey();
            visitor.accept(path, property.getValue());
            visit(property.getValue(), document.path(property.getKey()), path, visitor);
        });
        for (JsonNode branch : node.path("allOf")) {
            if (applies(branch.path("if"), document)) {
                visit(branch.path("then"), document, prefix, visitor);
            }
        }
    }

    private static boolean applies(JsonNode condition, JsonNode document) {
        return condition.path("properties").properties().stream()
                .allMatch(property -> property.getValue().path("const").equals(document.get(property.getKey())));
    }

    /** A default beside a reference comes before the one that the reference leads to. */
    private JsonNode defaultOf(JsonNode schemaNode) {
        return schemaNode.has("default")
                ? schemaNode.get("default")
                : dereference(schemaNode).path("default");
    }

    /** The schema that a local reference leads to, or the schema itself. */
    JsonNode dereference(JsonNode schemaNode) {
        JsonNode reference = schemaNode.get("$ref");
        return reference == null
                ? schemaNode
                : root.at(JsonPointer.compile(reference.asText().substring(1)));
    }
}
