package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** The fields that a schema describes, along the branches that apply to a document. */
record DescribedFields(SchemaDocument schema) {
    /** Every field that a document like this one may have, as dotted paths. */
    List<String> of(JsonNode document) {
        return visit(document, SchemaDocument::applies);
    }

    /** Every field that some document may have that adds members to this one, as dotted paths. */
    List<String> ofExtensions(JsonNode document) {
        return visit(document, SchemaDocument::mayApply);
    }

    private List<String> visit(JsonNode document, BiPredicate<JsonNode, JsonNode> applies) {
        Set<String> paths = new LinkedHashSet<>();
        visit(schema.root(), document, "", applies, paths);
        return new ArrayList<>(paths);
    }

    private void visit(
            JsonNode schemaNode,
            JsonNode document,
            String prefix,
            BiPredicate<JsonNode, JsonNode> applies,
            Set<String> paths) {
        JsonNode node = schema.dereference(schemaNode);
        node.path("properties").properties().forEach(property -> {
            String path = prefix.isEmpty() ? property.getKey() : prefix + "." + property.getKey();
            paths.add(path);
            visit(property.getValue(), document.path(property.getKey()), path, applies, paths);
        });
        for (JsonNode branch : node.path("allOf")) {
            if (applies.test(branch.path("if"), document)) {
                visit(branch.path("then"), document, prefix, applies, paths);
            }
        }
    }

    /**
     * A document without the members that the schema does not have. It shares nothing with the given one that it would
     * change.
     */
    ObjectNode retainIn(ObjectNode document) {
        return known(List.of(schema.root()), document);
    }

    private ObjectNode known(List<JsonNode> schemaNodes, ObjectNode document) {
        Map<String, List<JsonNode>> fields = new HashMap<>();
        boolean isOpen = collect(schemaNodes, document, fields);
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(member -> {
            List<JsonNode> described = fields.get(member.getKey());
            if (described == null) {
                if (isOpen) {
                    known.set(member.getKey(), member.getValue());
                }
            } else if (member.getValue() instanceof ObjectNode child) {
                known.set(member.getKey(), known(described, child));
            } else {
                known.set(member.getKey(), member.getValue());
            }
        });
        return known;
    }

    /** Adds the schemas of each field, along the branches that apply; returns whether there may be others. */
    private boolean collect(List<JsonNode> schemaNodes, ObjectNode document, Map<String, List<JsonNode>> fields) {
        boolean isOpen = true;
        for (JsonNode schemaNode : schemaNodes) {
            JsonNode node = schema.dereference(schemaNode);
            isOpen &= !node.path("additionalProperties").isBoolean();
            node.path("properties")
                    .properties()
                    .forEach(property -> fields.computeIfAbsent(property.getKey(), name -> new ArrayList<>())
                            .add(property.getValue()));
            for (JsonNode branch : node.path("allOf")) {
                if (SchemaDocument.applies(branch.path("if"), document)) {
                    isOpen &= collect(List.of(branch.path("then")), document, fields);
                }
            }
        }
        return isOpen;
    }
}
