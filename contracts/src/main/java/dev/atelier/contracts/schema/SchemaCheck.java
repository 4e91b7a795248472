package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Checks one document against a {@link SchemaDocument} in a single pass that reports every mistake, each field's in its own
 * words. What is below an unknown field, a list too long or an object with too many members is not visited, so that the
 * cost follows the schema, not the document. Where nothing determines which branch of a schema is meant, as in a job without a
 * family, what is wrong in all of them is reported.
 */
final class SchemaCheck {
    private final SchemaDocument schema;
    private final Wording wording;
    private final Violations violations;

    SchemaCheck(SchemaDocument schema, JsonNode document, Violations violations) {
        this(schema, new Wording(schema, document), violations);
    }

    private SchemaCheck(SchemaDocument schema, Wording wording, Violations violations) {
        this.schema = schema;
        this.wording = wording;
        this.violations = violations;
    }

    void check(JsonNode schemaNode, JsonNode value, String field) {
        if (violations.isFull()) {
            return;
        }
        JsonNode node = schema.dereference(schemaNode);
        boolean isShared = value.isContainerNode() && !node.has("properties") && !node.has("allOf");
        if (isShared && violations.isKnownSound(value, node)) {
            return;
        }
        int before = violations.reported();
        if (!hasType(node.path("type"), value)
                || (node.has("const") && !SchemaDocument.isSame(node.get("const"), value))) {
            violations.report(field, value, () -> wording.phrase(node));
        } else if (node.has("enum") && !SchemaDocument.isOneOf(node.get("enum"), value)) {
            violations.report(field, value, () -> wording.choice(node, value));
        } else {
            switch (value) {
                case ObjectNode object -> checkObject(node, object, field);
                case ArrayNode array -> checkArray(node, array, field);
                default -> {
                    boolean isRight = value.isTextual() ? isText(node, value.textValue()) : isInRange(node, value);
                    if (!isRight) {
                        violations.report(field, value, () -> wording.phrase(node));
                    }
                }
            }
        }
        if (isShared && violations.reported() == before) {
            violations.rememberSound(value, node);
        }
    }

    private void checkObject(JsonNode node, ObjectNode object, String field) {
        violations.checkDeadline();
        if (object.size() < node.path("minProperties").asInt(0)
                || object.size() > node.path("maxProperties").asInt(Integer.MAX_VALUE)) {
            violations.report(field, object, () -> wording.phrase(node));
            return;
        }
        for (JsonNode required : node.path("required")) {
            if (!object.has(required.asText())) {
                JsonNode missing = node.path("properties").path(required.asText());
                violations.report(join(field, required.asText()), "", () -> wording.phrase(missing));
            }
        }
        checkMembers(node, object, field);
        checkBranches(node.path("allOf"), object, field);
    }

    private void checkMembers(JsonNode node, ObjectNode object, String field) {
        JsonNode properties = node.path("properties");
        JsonNode others = node.path("additionalProperties");
        JsonNode names = node.path("propertyNames");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (violations.isFull()) {
                return;
            }
            String name = member.getKey();
            JsonNode known = properties.path(name);
            if (!known.isMissingNode()) {
                check(known, member.getValue(), join(field, name));
            } else if (others.isObject()) {
                if (names.isObject() && !isText(schema.dereference(names), name)) {
                    violations.report(
                            join(field, name), member.getValue(), () -> "a name that is " + wording.phrase(names));
                }
                check(others, member.getValue(), join(field, name));
            } else if (others.isBoolean()) {
                violations.report(join(field, name), member.getValue(), () -> wording.unknownField(node, field, name));
            }
        }
    }

    private void checkBranches(JsonNode branches, ObjectNode object, String field) {
        List<JsonNode> possible = new ArrayList<>();
        boolean isDecided = branches.isEmpty();
        for (JsonNode branch : branches) {
            if (SchemaDocument.applies(branch.path("if"), object)) {
                check(branch.path("then"), object, field);
                isDecided = true;
            }
            possible.add(branch.path("then"));
        }
        if (!isDecided) {
            reportCommon(possible, object, field);
        }
    }

    /** Reports what is wrong in every branch. */
    private void reportCommon(List<JsonNode> branches, ObjectNode object, String field) {
        Map<String, Violation> common = new LinkedHashMap<>();
        boolean isFull = true;
        for (int i = 0; i < branches.size(); i++) {
            Violations ofBranch = new Violations(violations.deadline());
            new SchemaCheck(schema, wording, ofBranch).check(branches.get(i), object, field);
            isFull &= ofBranch.isFull();
            if (i == 0) {
                ofBranch.found().forEach(violation -> common.putIfAbsent(violation.field(), violation));
            } else {
                common.keySet()
                        .retainAll(
                                ofBranch.found().stream().map(Violation::field).collect(Collectors.toSet()));
            }
        }
        common.values().forEach(violations::report);
        if (isFull) {
            violations.stop();
        }
    }

    private void checkArray(JsonNode node, ArrayNode array, String field) {
        violations.checkDeadline();
        boolean isTooLong = array.size() > node.path("maxItems").asInt(Integer.MAX_VALUE);
        if (isTooLong || array.size() < node.path("minItems").asInt(0)) {
            violations.report(field, array, () -> wording.phrase(node));
        }
        if (isTooLong) {
            return;
        }
        if (node.path("uniqueItems").asBoolean()) {
            checkRepetitions(array, field);
        }
        JsonNode items = node.path("items");
        for (int i = 0; i < array.size() && !items.isMissingNode(); i++) {
            check(items, array.get(i), field + "[" + i + "]");
        }
    }

    /** Called for lists of bounded length only. Numbers are the same in any spelling. */
    private void checkRepetitions(ArrayNode array, String field) {
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            Integer first = places.putIfAbsent(item.isNumber() ? (Object) item.doubleValue() : item, i);
            if (first != null) {
                String same = "%s[%d] and %s[%d] are the same".formatted(field, first, field, i);
                violations.report(field, array, () -> "a list without repetitions: " + same);
                return;
            }
        }
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false).anyMatch(each -> hasType(each, value));
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isIntegralNumber() || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
            default -> !value.isMissingNode();
        };
    }

    private boolean isText(JsonNode node, String text) {
        int length = text.codePointCount(0, text.length());
        return length >= node.path("minLength").asInt(0)
                && length <= node.path("maxLength").asInt(Integer.MAX_VALUE)
                && (!node.has("pattern")
                        || schema.pattern(node.get("pattern").asText())
                                .matcher(text)
                                .matches());
    }

    /** Bounds are exact doubles, and rounding to a double keeps the order, so a number beyond a bound is never within it. */
    private static boolean isInRange(JsonNode node, JsonNode value) {
        if (!value.isNumber()) {
            return true;
        }
        double number = value.doubleValue();
        return number >= node.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                && number <= node.path("maximum").asDouble(Double.MAX_VALUE)
                && (!node.has("exclusiveMinimum")
                        || number > node.get("exclusiveMinimum").asDouble())
                && (!node.has("exclusiveMaximum")
                        || number < node.get("exclusiveMaximum").asDouble());
    }

    private static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
