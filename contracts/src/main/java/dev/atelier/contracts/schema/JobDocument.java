package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.json.MergePatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the one JSON Schema of jobs from its file, which describes what all families have in common, and the descriptors.
 * Each family gets a copy of its own of every definition that its descriptor changes, and of those that refer to one.
 */
final class JobDocument {
    private static final String REFERENCE = "#/$defs/";

    private final ObjectNode common;
    private final ObjectNode whole;

    private JobDocument(ObjectNode common) {
        this.common = common;
        this.whole = common.deepCopy();
    }

    /** @throws IllegalArgumentException if a descriptor refers to a definition that there is not */
    static ObjectNode of(ObjectNode common, List<FamilyDescriptor> families) {
        JobDocument document = new JobDocument(common);
        List<String> names = families.stream().map(FamilyDescriptor::name).toList();
        document.addFamilies(families, names);
        return document.whole;
    }

    private void addFamilies(List<FamilyDescriptor> families, List<String> names) {
        ObjectNode definitions = whole.putObject("$defs");
        common.get("$defs").properties().forEach(each -> definitions.set(each.getKey(), each.getValue()));
        List.of("job", "model").forEach(definitions::remove);
        setNames((ObjectNode) whole.at("/properties/family"), names);
        for (FamilyDescriptor family : families) {
            var branch = whole.withArray("allOf").addObject();
            ObjectNode condition = branch.putObject("if");
            condition.putObject("properties").putObject("family").put("const", family.name());
            condition.putArray("required").add("family");
            branch.putObject("then").put("$ref", REFERENCE + addDefinitions(family, names));
        }
    }

    /** Returns the name of the family's definition of a job. */
    private String addDefinitions(FamilyDescriptor family, List<String> names) {
        ObjectNode own = ((ObjectNode) common.get("$defs")).deepCopy();
        family.definitions()
                .properties()
                .forEach(each -> own.set(
                        each.getKey(),
                        own.has(each.getKey())
                                ? MergePatch.apply(own.get(each.getKey()), each.getValue())
                                : each.getValue()));
        requireReferences(family, own);
        Set<String> changed = new HashSet<>(Set.of("job"));
        family.definitions().fieldNames().forEachRemaining(changed::add);
        boolean isComplete = false;
        while (!isComplete) {
            isComplete = own.properties().stream()
                    .filter(each -> refersToAny(each.getValue(), changed))
                    .map(each -> changed.add(each.getKey()))
                    .noneMatch(isNew -> isNew);
        }
        setNames((ObjectNode) own.at("/job/properties/family"), names);
        ((ObjectNode) own.at("/job/properties/name")).put("default", family.name());
        ObjectNode definitions = (ObjectNode) whole.get("$defs");
        changed.stream().sorted().forEach(name -> {
            JsonNode copy = own.get(name).deepCopy();
            redirect(copy, changed, family.name());
            definitions.set(nameOf(family.name(), name), copy);
        });
        return nameOf(family.name(), "job");
    }

    private static void requireReferences(FamilyDescriptor family, ObjectNode definitions) {
        for (String reference : family.definitions().findValuesAsText("$ref")) {
            if (!reference.startsWith(REFERENCE) || !definitions.has(reference.substring(REFERENCE.length()))) {
                List<String> names = new ArrayList<>();
                definitions.fieldNames().forEachRemaining(names::add);
                throw new IllegalArgumentException("the descriptor of %s refers to %s; expected %s with one of %s"
                        .formatted(family.name(), reference, REFERENCE, String.join(", ", names)));
            }
        }
    }

    private static void setNames(ObjectNode property, List<String> names) {
        property.remove("type");
        names.forEach(property.putArray("enum")::add);
    }

    private static boolean refersToAny(JsonNode definition, Set<String> names) {
        return definition.findValuesAsText("$ref").stream()
                .anyMatch(reference -> names.contains(reference.substring(REFERENCE.length())));
    }

    /** Lets references lead to the family's own copies. */
    private static void redirect(JsonNode node, Set<String> changed, String family) {
        if (node instanceof ObjectNode object && object.path("$ref") instanceof TextNode reference) {
            String name = reference.textValue().substring(REFERENCE.length());
            if (changed.contains(name)) {
                object.set("$ref", JsonNodeFactory.instance.textNode(REFERENCE + nameOf(family, name)));
            }
        }
        node.forEach(child -> redirect(child, changed, family));
    }

    private static String nameOf(String family, String definition) {
        return family + Character.toUpperCase(definition.charAt(0)) + definition.substring(1);
    }
}
