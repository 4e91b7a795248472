package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.event.LabelEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks an edit of a job or a study as a person writes it, by its schema. */
public final class EditSchema {
    private static final SchemaDocument DOCUMENT = new SchemaDocument(SchemaDocument.read("edit"));
    /** Of a request over HTTP, whose path names the action. */
    private static final SchemaDocument BODY = new SchemaDocument(withoutAction());

    private static final List<String> EDITED = List.of("name", "notes", "tags", "archived");

    private EditSchema() {}

    /** The JSON Schema itself, for people and tools. */
    public static JsonNode document() {
        return DOCUMENT.root().deepCopy();
    }

    /** The JSON Schema of an edit over HTTP. */
    public static JsonNode bodyDocument() {
        return BODY.root().deepCopy();
    }

    /** The edit of a control record, or all that is wrong with it. A member that is null takes back what was set. */
    public static Checked<LabelEdit> read(JsonNode written) {
        return read(written, DOCUMENT);
    }

    /** The edit of a request over HTTP, which has no action. */
    public static Checked<LabelEdit> readBody(JsonNode written) {
        return read(written, BODY);
    }

    private static ObjectNode withoutAction() {
        ObjectNode document = SchemaDocument.read("edit");
        ((ObjectNode) document.get("properties")).remove("action");
        return document;
    }

    private static Checked<LabelEdit> read(JsonNode written, SchemaDocument document) {
        Violations violations = new Violations(Deadline.none());
        if (written.isObject()) {
            document.check(written, violations);
        }
        if (violations.isEmpty() && EDITED.stream().noneMatch(written::has)) {
            violations.report("", written, () -> "an object with at least one of " + String.join(", ", EDITED));
        }
        return violations.isEmpty()
                ? new Checked.Valid<>(new LabelEdit(
                        member(written, "name", JsonNode::asText, ""),
                        member(written, "notes", JsonNode::asText, ""),
                        member(written, "tags", EditSchema::tags, Map.of()),
                        member(written, "archived", JsonNode::asBoolean, false)))
                : new Checked.Invalid<>(violations.all());
    }

    /** @param without the value of a member that is null */
    private static <T> @Nullable T member(JsonNode written, String name, Function<JsonNode, T> value, T without) {
        return Optional.ofNullable(written.get(name))
                .map(node -> node.isNull() ? without : value.apply(node))
                .orElse(null);
    }

    private static Map<String, String> tags(JsonNode written) {
        Map<String, String> tags = new TreeMap<>();
        written.properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }
}
