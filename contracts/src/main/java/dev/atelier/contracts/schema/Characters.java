package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Which characters documents may hold: all but control characters, invisible ones such as those that change the direction of
 * text, and halves of surrogate pairs. The schemas require the same of each field by a pattern; this also reaches the parts of a
 * study that no job is made of, which are stored with it.
 */
final class Characters {
    private static final String EXPECTED = "text without control characters and invisible ones";

    private Characters() {}

    /** Whether a character may stand in a name. */
    static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Reports every name and every text below a value that holds other characters; line breaks and tabs may be in texts. */
    static void check(JsonNode value, String field, Violations violations) {
        if (violations.isFull()) {
            return;
        }
        switch (value) {
            case ObjectNode object -> {
                violations.checkDeadline();
                object.properties().forEach(member -> {
                    String memberField = field.isEmpty() ? member.getKey() : field + "." + member.getKey();
                    if (!member.getKey().codePoints().allMatch(Characters::isShown)) {
                        violations.report(memberField, member.getValue(), () -> "a name that is " + EXPECTED);
                    }
                    check(member.getValue(), memberField, violations);
                });
            }
            case ArrayNode array -> {
                violations.checkDeadline();
                for (int i = 0; i < array.size(); i++) {
                    check(array.get(i), field + "[" + i + "]", violations);
                }
            }
            case TextNode text -> {
                if (!text.textValue().codePoints().allMatch(Characters::isInText)) {
                    violations.report(field, value, () -> EXPECTED);
                }
            }
            default -> {}
        }
    }

    private static boolean isInText(int character) {
        return isShown(character) || character == '\n' || character == '\r' || character == '\t';
    }
}
