package dev.atelier.cli.terminal;

/**
 * Text from a service or a file, made fit to be printed. Characters that would move the cursor, change the terminal,
 * reorder what stands beside them or not be seen at all are written as JSON escapes them; text in JSON stays that
 * same text.
 */
public final class PrintableText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PrintableText() {}

    /** For a cell or a part of a line: line breaks and tabs are escaped too. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** For what may have several lines: line breaks and tabs stay. */
    public static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean severalLines) {
        if (text.codePoints().noneMatch(character -> isEscaped(character, severalLines))) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (isEscaped(character, severalLines)) {
                append(escaped, character);
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int character) {
        switch (character) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                for (char unit : Character.toChars(character)) {
                    escaped.append("\\u%04x".formatted((int) unit));
                }
            }
        }
    }

    private static boolean isEscaped(int character, boolean severalLines) {
        if (character == '\n' || character == '\t') {
            return !severalLines;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            // Joiners are part of written words and of emoji; other format characters reorder text, or hide in it.
            case Character.FORMAT -> character != ZERO_WIDTH_JOINER && character != ZERO_WIDTH_NON_JOINER;
            default -> false;
        };
    }
}
