package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.json.NumberText;
import java.util.Map;

/**
 * The beginning of a value as JSON, and of a text, fit to be shown: of bounded length whatever the value's size, at the cost
 * of what is shown, with control and invisible characters as escapes.
 */
final class ShownValue {
    private static final int VALUE_LENGTH = 120;

    private final StringBuilder text = new StringBuilder();
    private final int length;

    private ShownValue(int length) {
        this.length = length;
    }

    /** A value as it stood in the document; nothing where it was missing. */
    static String of(JsonNode value) {
        return of(value, VALUE_LENGTH);
    }

    static String of(JsonNode value, int length) {
        ShownValue shown = new ShownValue(length);
        if (!value.isMissingNode()) {
            shown.append(value);
        }
        return shown.cut();
    }

    /** A text without quotes. */
    static String text(String text, int length) {
        ShownValue shown = new ShownValue(length);
        shown.appendEscaped(text);
        return shown.cut();
    }

    private void append(JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                text.append('{');
                String separator = "";
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    if (isLongEnough()) {
                        return;
                    }
                    text.append(separator).append('"');
                    appendEscaped(member.getKey());
                    text.append("\":");
                    append(member.getValue());
                    separator = ",";
                }
                text.append('}');
            }
            case ArrayNode array -> {
                text.append('[');
                String separator = "";
                for (JsonNode element : array) {
                    if (isLongEnough()) {
                        return;
                    }
                    text.append(separator);
                    append(element);
                    separator = ",";
                }
                text.append(']');
            }
            case TextNode quoted -> {
                text.append('"');
                appendEscaped(quoted.textValue());
                text.append('"');
            }
            case NumericNode number -> text.append(NumberText.of(number));
            default -> text.append(value);
        }
    }

    private void appendEscaped(String raw) {
        for (int i = 0; i < raw.length() && !isLongEnough(); ) {
            int character = raw.codePointAt(i);
            if (Characters.isShown(raw, i)) {
                text.appendCodePoint(character);
            } else {
                text.append("\\u%04x".formatted(character));
            }
            i += Character.charCount(character);
        }
    }

    private boolean isLongEnough() {
        return text.length() > length;
    }

    private String cut() {
        if (!isLongEnough()) {
            return text.toString();
        }
        int end = length - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
