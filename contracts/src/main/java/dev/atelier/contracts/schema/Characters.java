package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.check.Joiners;

/**
 * Which characters documents may hold: all but control characters, invisible ones such as those that change the direction of
 * text (except {@link Joiners} where they belong), and halves of surrogate pairs. The schemas require the same of each field by
 * a pattern; this also reaches the parts of a study that no job is made of, which are stored with it.
 */
final class Characters {
    private static final String EXPECTED = "text without control characters and invisible ones";

    private Characters() {}

    /** Whether the character at an index of a text may stand there in a name. */
    static boolean isShown(String text, int index) {
        int character = text.codePointAt(index);
        return switch (Character.getType(character)) {
            case Character.FORMAT -> Joiners.isJoiner(character) && !Joiners.isMisplaced(text, index);
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
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
                    if (!areShown(member.getKey(), false)) {
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
                if (!areShown(text.textValue(), true)) {
                    violations.report(field, value, () -> EXPECTED);
                }
            }
            default -> {}
        }
    }

    private static boolean areShown(String text, boolean severalLines) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            char first = text.charAt(i);
            boolean isBreak = first == '\n' || first == '\r' || first == '\t';
            if (!(severalLines && isBreak) && !isShown(text, i)) {
                return false;
            }
        }
        return true;
    }
}
