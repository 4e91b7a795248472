package dev.atelier.contracts.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * One JSON Schema of this package, in the subset that the schemas here keep to: local references, properties, bounds, whole
 * patterns, and {@code if} on members' constants with {@code then}. It fills in defaults along the branches that apply, and
 * {@link SchemaCheck} validates by it; a test holds both to a validator of the whole standard.
 */
final class SchemaDocument {
    private final JsonNode root;
    private final Map<String, JsonNode> references = new HashMap<>();
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Map<JsonNode, Choice> choices = new IdentityHashMap<>();

    SchemaDocument(JsonNode root) {
        this.root = root;
        root.findValuesAsText("$ref").forEach(this::resolve);
        findChoices(root);
        root.findValuesAsText("pattern").forEach(pattern -> patterns.put(pattern, Pattern.compile(pattern)));
    }

    /** Reads {@code <name>.schema.json} of this package; the metrics in it are those of the catalogue. */
    static ObjectNode read(String name) {
        String file = name + ".schema.json";
        try (InputStream in = SchemaDocument.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The jar of the contracts lacks " + file);
            }
            ObjectNode schema = (ObjectNode) Json.MAPPER.readTree(in);
            MetricDefinitions.complete(schema);
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Reports what is wrong with a document whose defaults are filled in. */
    void check(JsonNode document, Violations violations) {
        if (document.isObject()) {
            new SchemaCheck(this, document, violations).check(root, document, "");
        } else {
            violations.report("", document, () -> "a JSON object: a job or a study");
        }
    }

    /**
     * The document with every default that it leaves open. It shares with the given one what no default is added to, and
     * leaves that one as it is.
     */
    ObjectNode withDefaults(ObjectNode document) {
        return filled(root, document);
    }

    private ObjectNode filled(JsonNode schemaNode, ObjectNode document) {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.setAll(document);
        fill(schemaNode, target);
        return target;
    }

    private void fill(JsonNode schemaNode, ObjectNode target) {
        JsonNode node = dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            JsonNode fallback = defaultOf(property.getValue());
            if (!target.has(property.getKey()) && !fallback.isMissingNode()) {
                target.set(property.getKey(), fallback);
            }
            if (target.get(property.getKey()) instanceof ObjectNode child && hasMembersOfItsOwn(property.getValue())) {
                target.set(property.getKey(), filled(property.getValue(), child));
            }
        });
        for (JsonNode branch : node.path("allOf")) {
            if (applies(branch.path("if"), target)) {
                fill(branch.path("then"), target);
            }
        }
    }

    private boolean hasMembersOfItsOwn(JsonNode schemaNode) {
        JsonNode node = dereference(schemaNode);
        return node.has("properties") || node.has("allOf");
    }

    /**
     * Of a schema that is one of several alternatives, the value that chooses it; otherwise nothing.
     */
    Optional<String> choice(JsonNode alternative) {
        return Optional.ofNullable(choices.get(alternative)).map(Choice::value);
    }

    /** The values that choose the other alternatives which have a field of this name. */
    List<String> otherChoices(JsonNode alternative, String field) {
        Choice own = choices.get(alternative);
        return own == null
                ? List.of()
                : own.all().stream()
                        .filter(other ->
                                other != alternative && other.path("properties").has(field))
                        .map(other -> choice(other).orElseThrow())
                        .toList();
    }

    /**
     * How one of several alternatives is chosen.
     *
     * @param all the alternatives
     */
    private record Choice(String value, List<JsonNode> all) {}

    private void findChoices(JsonNode node) {
        JsonNode branches = node.path("allOf");
        List<JsonNode> all = new ArrayList<>();
        branches.forEach(branch -> all.add(dereference(branch.path("then"))));
        for (JsonNode branch : branches) {
            branch.at("/if/properties").properties().forEach(property -> {
                if (property.getValue().has("const")) {
                    choices.put(
                            dereference(branch.path("then")),
                            new Choice(property.getValue().get("const").asText(), all));
                }
            });
        }
        node.forEach(this::findChoices);
    }

    /** Whether all members that a condition names have one of the values that it names. */
    static boolean applies(JsonNode condition, JsonNode document) {
        return condition.path("properties").properties().stream()
                .allMatch(property -> allows(property.getValue(), document.path(property.getKey())));
    }

    /** Whether a condition applies to the document, or would if the document had more members. */
    static boolean mayApply(JsonNode condition, JsonNode document) {
        return condition.path("properties").properties().stream()
                .filter(property -> document.has(property.getKey()))
                .allMatch(property -> allows(property.getValue(), document.get(property.getKey())));
    }

    private static boolean allows(JsonNode expected, JsonNode value) {
        return expected.has("const") ? isSame(expected.get("const"), value) : isOneOf(expected.path("enum"), value);
    }

    static boolean isOneOf(JsonNode values, JsonNode value) {
        return StreamSupport.stream(values.spliterator(), false).anyMatch(each -> isSame(each, value));
    }

    /** Numbers are the same in any spelling. */
    static boolean isSame(JsonNode expected, JsonNode value) {
        return expected.isNumber() && value.isNumber()
                ? expected.doubleValue() == value.doubleValue()
                : expected.equals(value);
    }

    /** A default beside a reference comes before the one that the reference leads to. */
    JsonNode defaultOf(JsonNode schemaNode) {
        return schemaNode.has("default")
                ? schemaNode.get("default")
                : dereference(schemaNode).path("default");
    }

    /** The schema that a local reference leads to, or the schema itself. */
    JsonNode dereference(JsonNode schemaNode) {
        JsonNode reference = schemaNode.get("$ref");
        return reference == null ? schemaNode : references.getOrDefault(reference.asText(), schemaNode);
    }

    /** A pattern of this schema; patterns here describe whole texts. */
    Pattern pattern(String regex) {
        return patterns.getOrDefault(regex, Pattern.compile("(?!)"));
    }

    private void resolve(String reference) {
        references.put(reference, root.at(JsonPointer.compile(reference.substring(1))));
    }
}
