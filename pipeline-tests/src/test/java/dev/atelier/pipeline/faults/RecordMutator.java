package dev.atelier.pipeline.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes of valid bytes what somebody might write by mistake or ill will: nothing, {@code null}, noise, flipped bytes, a part
 * of it, and JSON with a field gone, renamed, of another type, out of every range, nested too deeply or far too long.
 */
final class RecordMutator {
    private static final int DEEP = 2_000;
    private static final int LARGEST = 900_000;

    private final SplittableRandom random;

    RecordMutator(SplittableRandom random) {
        this.random = random;
    }

    /** Other bytes than these; null for a record without a body. */
    byte[] mutate(byte[] valid) {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextInt(4) == 0 ? null : literal();
            case 1 -> noise(1 + random.nextInt(200));
            case 2 -> Arrays.copyOf(valid, random.nextInt(Math.max(1, valid.length)));
            case 3, 4 -> flip(valid.clone());
            default -> field(valid);
        };
    }

    /** A key that no reader expects; null for none. */
    byte[] key() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> noise(1 + random.nextInt(40));
            case 3 -> bytes("../" + random.nextInt(1000));
            case 4 -> bytes("\u0000\u001b[2J\u202e" + random.nextInt(1000));
            case 5 -> bytes("k".repeat(random.nextInt(50) == 0 ? 6_000 : 300));
            case 6 -> bytes(" ");
            default -> bytes(hex());
        };
    }

    /** Twenty digits, as ids of jobs and submissions are. */
    String hex() {
        return "f%019x".formatted(random.nextLong() >>> 1);
    }

    private byte[] literal() {
        return bytes(List.of("null", "", "{}", "[]", "0", "\"\"", "true", "{\"\":{}}", "\u0000", "NaN")
                .get(random.nextInt(10)));
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] flip(byte[] bytes) {
        for (int i = 0; i <= random.nextInt(4) && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] field(byte[] valid) {
        try {
            JsonNode tree = Json.MAPPER.readTree(valid);
            List<JsonNode> inner = new ArrayList<>();
            collect(tree, inner);
            if (inner.isEmpty()) {
                return flip(valid.clone());
            }
            change(inner.get(random.nextInt(inner.size())));
            return Json.MAPPER.writeValueAsBytes(tree);
        } catch (IOException notJson) {
            return flip(valid.clone());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> inner) {
        if (node != null && node.isContainerNode() && !node.isEmpty()) {
            inner.add(node);
            node.forEach(child -> collect(child, inner));
        }
    }

    private void change(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name + "x", object.remove(name));
                default -> object.set(name, value());
            }
        } else if (node instanceof ArrayNode array) {
            array.set(random.nextInt(array.size()), value());
        }
    }

    private JsonNode value() {
        var make = Json.MAPPER.getNodeFactory();
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> make.nullNode();
            case 3 -> make.numberNode(-1);
            case 4 -> make.numberNode(0);
            case 5 -> make.numberNode(1e308);
            case 6 -> make.numberNode(Long.MAX_VALUE);
            case 7 -> make.textNode("");
            case 8 -> make.textNode("\u0000\u001b[2J\ud800");
            case 9 -> make.booleanNode(true);
            case 10 -> make.arrayNode();
            case 11 -> make.objectNode();
            case 12 -> nested(random.nextInt(20) == 0 ? DEEP : 60);
            default -> make.textNode(longText());
        };
    }

    private String longText() {
        return "x".repeat(random.nextInt(200) == 0 ? LARGEST : 300 + random.nextInt(8_000));
    }

    private static JsonNode nested(int depth) {
        JsonNode node = Json.MAPPER.createObjectNode();
        for (int i = 0; i < depth; i++) {
            node = i % 2 == 0
                    ? Json.MAPPER.createArrayNode().add(node)
                    : Json.MAPPER.createObjectNode().set("a", node);
        }
        return node;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
