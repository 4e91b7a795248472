package dev.atelier.results.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Values in the text format of PostgreSQL's {@code COPY}: columns end with a tabulator, rows with a line feed, and a
 * backslash escapes whatever could be taken for one of these.
 */
final class CopyText {
    private CopyText() {}

    static void appendNull(StringBuilder line) {
        line.append("\\N");
    }

    static void append(StringBuilder line, String text) {
        if (hasNoEscapes(text)) {
            line.append(text);
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }

    private static boolean hasNoEscapes(String text) {
        return text.indexOf('\\') < 0 && text.indexOf('\t') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    }

    /** An array of text; each element is quoted, so that any text is an element. */
    static void appendTexts(StringBuilder line, List<String> texts) {
        append(
                line,
                texts.stream()
                        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}")));
    }

    static void appendNumbers(StringBuilder line, List<?> numbers) {
        line.append(numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    }
}
