package dev.atelier.results.text;

/**
 * Text from outside, made safe to show: characters that control a terminal or the direction of writing, that are
 * invisible, or that are half a character, appear as the escape that JSON has for them, such as {@code \u001b}.
 */
public final class Printable {
    private static final int ESCAPE_LENGTH = 6;

    private Printable() {}

    /** The text with tabs and ends of lines as they are, for places that show several lines. */
    public static String lines(String text) {
        return escape(text, true);
    }

    /** The text in one line. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** The text in one line of at most {@code length} characters; what is cut off ends in an ellipsis. */
    public static String line(String text, int length) {
        String shown = line(text.length() > length ? text.substring(0, length + 1) : text);
        return shown.length() <= length ? shown : cut(shown, length - 1) + "…";
    }

    /** A name to click on: {@code otherwise} where nothing of the name can be seen. */
    public static String name(String name, String otherwise) {
        boolean blank = name.codePoints().allMatch(Printable::isBlank);
        return line(blank ? otherwise : name);
    }

    private static String cut(String shown, int length) {
        int end = Math.max(0, length);
        return shown.substring(0, end > 0 && Character.isHighSurrogate(shown.charAt(end - 1)) ? end - 1 : end);
    }

    private static String escape(String text, boolean keepsLines) {
        if (text.codePoints().noneMatch(character -> isEscaped(character, keepsLines))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + ESCAPE_LENGTH);
        text.codePoints().forEach(character -> {
            if (isEscaped(character, keepsLines)) {
                for (char unit : Character.toChars(character)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isEscaped(int character, boolean keepsLines) {
        return switch (character) {
            case '\t', '\n', '\r' -> !keepsLines;
            default ->
                switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    // Joiners are part of how words and emoji are written.
                    case Character.FORMAT -> character != '\u200C' && character != '\u200D';
                    default -> false;
                };
        };
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == '\u200C'
                || character == '\u200D'
                || character == '\u2800'
                || character == '\u3164'
                || character == '\u115F'
                || character == '\u1160'
                || character == '\uFFA0'
                || Character.getType(character) == Character.NON_SPACING_MARK
                || Character.getType(character) == Character.ENCLOSING_MARK;
    }
}
