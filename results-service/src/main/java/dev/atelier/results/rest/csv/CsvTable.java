package dev.atelier.results.rest.csv;

import dev.atelier.contracts.json.NumberText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes rows as CSV by RFC 4180, in UTF-8. A text that a spreadsheet would evaluate as a formula begins with an apostrophe,
 * as spreadsheets mark a text.
 */
final class CsvTable {
    private static final String FORMULA_BEGINNINGS = "=+-@\t\r";

    private final OutputStream out;
    private final int columns;

    /** Writes the header. */
    CsvTable(OutputStream out, List<String> columns) throws IOException {
        this.out = out;
        this.columns = columns.size();
        write(columns);
    }

    /** @param cells numbers, texts, or optionals of those; as many as there are columns */
    void write(List<?> cells) throws IOException {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("there are " + cells.size() + " cells; expected " + columns);
        }
        String line = cells.stream().map(CsvTable::cell).collect(Collectors.joining(",", "", "\r\n"));
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String cell(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(CsvTable::cell).orElse("");
            case Double number -> NumberText.of(number);
            case Number number -> number.toString();
            default -> text(value.toString());
        };
    }

    private static String text(String text) {
        String safe = text.isEmpty() || FORMULA_BEGINNINGS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return safe.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0)
                ? safe
                : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
