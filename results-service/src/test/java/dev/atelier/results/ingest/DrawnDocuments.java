package dev.atelier.results.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.Sha256;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Draws documents from a JSON Schema, by the keywords that Atelier's schemas use: what is optional is often left out, and
 * numbers and text often stand at their limits. What a schema says of several fields together may be missed now and then.
 */
final class DrawnDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Letters of several scripts, one outside the basic plane, marks, blanks, what HTML, SQL and JSON escape, and no characters. */
    private static final int[] CHARACTERS = {
        'a', 'Z', '7', '\'', '"', '\\', '<', '&', '%', '$', '{', ';', ' ', 0xa0, 0xe9, 0x301, 0x4e2d, 0x5d0, 0x2003,
        0xfffd, 0xe000, 0x378, 0xffff, 0x1f600, 0x1d54f, 0x10ffff
    };

    private final JsonNode root;
    private final Random random;
    private final Set<String> leftOut;

    /** @param leftOut fields that are never drawn */
    DrawnDocuments(JsonNode root, Random random, String... leftOut) {
        this.root = root;
        this.random = random;
        this.leftOut = Set.of(leftOut);
    }

    JsonNode draw() {
        return draw(root);
    }

    /** Text of so many characters, the first of which can be seen. */
    String text(int length) {
        StringBuilder text = new StringBuilder("x");
        while (text.codePointCount(0, text.length()) < length) {
            text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return length == 0 ? "" : text.toString();
    }

    private JsonNode draw(JsonNode schema) {
        JsonNode whole = resolved(schema);
        if (whole.has("const")) {
            return whole.path("const");
        }
        if (whole.has("enum")) {
            return anyOf(whole.path("enum"));
        }
        JsonNode type = whole.path("type");
        String named =
                type.isArray() ? anyOf(type).asText() : type.asText(whole.has("properties") ? "object" : "integer");
        return switch (named) {
            case "null" -> NODES.nullNode();
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> NODES.numberNode(integer(whole));
            case "number" -> NODES.numberNode(number(whole));
            case "string" -> NODES.textNode(string(whole));
            case "array" -> array(whole);
            default -> object(whole);
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode drawn = NODES.objectNode();
        List<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        schema.path("properties").properties().forEach(property -> {
            boolean drawnHere = required.contains(property.getKey()) || random.nextInt(3) > 0;
            if (drawnHere && !leftOut.contains(property.getKey())) {
                drawn.set(property.getKey(), draw(property.getValue()));
            }
        });
        for (JsonNode rule : schema.path("allOf")) {
            if (holds(rule.path("if"), drawn)) {
                resolved(rule.path("then")).path("properties").properties().forEach(property -> {
                    boolean fixed = property.getValue().has("const");
                    if (drawn.has(property.getKey()) ? fixed : random.nextInt(3) > 0) {
                        drawn.set(property.getKey(), draw(property.getValue()));
                    }
                });
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            int most = Math.min(50, schema.path("maxProperties").asInt(3));
            int number = schema.path("minProperties").asInt(0) + (random.nextInt(5) == 0 ? most : random.nextInt(2));
            for (int i = 0; i < Math.min(number, most); i++) {
                JsonNode names = schema.path("propertyNames");
                drawn.set(i + string(names).substring(1), draw(schema.path("additionalProperties")));
            }
        }
        return drawn;
    }

    private static boolean holds(JsonNode condition, ObjectNode drawn) {
        return condition.path("properties").properties().stream().allMatch(property -> {
            JsonNode value = drawn.path(property.getKey());
            JsonNode expected = property.getValue();
            return expected.has("const")
                    ? expected.path("const").equals(value)
                    : StreamSupport.stream(expected.path("enum").spliterator(), false)
                            .anyMatch(value::equals);
        });
    }

    private ArrayNode array(JsonNode schema) {
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(5);
        int size = random.nextInt(10) == 0 ? Math.min(most, 64) : Math.min(most, least + random.nextInt(3));
        ArrayNode drawn = NODES.arrayNode();
        for (int i = 0; i < size; i++) {
            drawn.add(draw(schema.path("items")));
        }
        return drawn;
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(100);
        return switch (random.nextInt(3)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextLong(least, most + 1);
        };
    }

    private BigDecimal number(JsonNode schema) {
        double least = schema.has("exclusiveMinimum")
                ? Math.nextUp(schema.path("exclusiveMinimum").asDouble())
                : schema.path("minimum").asDouble(0);
        double most = schema.has("exclusiveMaximum")
                ? Math.nextDown(schema.path("exclusiveMaximum").asDouble())
                : schema.path("maximum").asDouble(Double.MAX_VALUE);
        return switch (random.nextInt(4)) {
            case 0 -> new BigDecimal(Double.toString(least));
            case 1 -> new BigDecimal(Double.toString(most));
            // As many digits as nobody needs.
            case 2 -> new BigDecimal(random.nextDouble(least, most));
            default -> new BigDecimal(Double.toString(random.nextDouble(least, most)));
        };
    }

    private String string(JsonNode schema) {
        String pattern = schema.path("pattern").asText();
        if (schema.has("maxLength") || pattern.isEmpty()) {
            int least = Math.max(1, schema.path("minLength").asInt(0));
            int most = schema.path("maxLength").asInt(100);
            return text(random.nextInt(4) == 0 ? most - 3 : least + random.nextInt(Math.min(20, most)));
        }
        if (pattern.contains("{64}")) {
            return Sha256.of(new byte[] {(byte) random.nextInt()});
        }
        if (pattern.contains("cuda")) {
            return List.of("auto", "cpu", "cuda:0", "cuda:99").get(random.nextInt(4));
        }
        String name = "0a-._z".repeat(17).substring(0, 100);
        return random.nextInt(4) == 0 ? name : "a" + Integer.toString(random.nextInt(1_000_000), 36);
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? resolved(root.at(schema.path("$ref").asText().substring(1)))
                : schema;
    }

    private JsonNode anyOf(JsonNode list) {
        return list.path(random.nextInt(list.size()));
    }
}
