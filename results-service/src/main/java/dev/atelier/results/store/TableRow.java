package dev.atelier.results.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A row of a table, by its columns: one that is new, or one that replaces the row of its key. */
final class TableRow {
    private final String table;
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Optional<?>> values = new LinkedHashMap<>();

    private TableRow(String table) {
        this.table = table;
    }

    static TableRow into(String table) {
        return new TableRow(table);
    }

    String table() {
        return table;
    }

    TableRow key(String column, Object value) {
        keys.add(column);
        return set(column, value);
    }

    TableRow set(String column, Object value) {
        return set(column, Optional.of(value));
    }

    TableRow set(String column, Optional<?> value) {
        values.put(column, value);
        return this;
    }

    TableRow json(String column, Object value) {
        return json(column, Optional.of(value));
    }

    TableRow json(String column, Optional<?> value) {
        return set(column, value.map(present -> new JsonText(StoredText.json(present))));
    }

    /** Tags as {@code name=value}, in the order of their names. */
    TableRow tags(Map<String, String> tags) {
        return set(
                "tags",
                new Texts(new TreeMap<>(tags)
                        .entrySet().stream()
                                .map(tag -> StoredText.plain(tag.getKey() + "=" + tag.getValue()))
                                .toList()));
    }

    /** The statement that takes rows of these columns as {@link #appendTo} writes them. */
    String copyStatement() {
        return "COPY " + table + " (" + String.join(", ", values.keySet()) + ") FROM STDIN";
    }

    /** Writes the row as a line of {@code COPY}. */
    void appendTo(StringBuilder lines) {
        String separator = "";
        for (Optional<?> value : values.values()) {
            lines.append(separator);
            if (value.isEmpty()) {
                CopyText.appendNull(lines);
            } else {
                append(lines, value.get());
            }
            separator = "\t";
        }
        lines.append('\n');
    }

    private static void append(StringBuilder lines, Object value) {
        switch (value) {
            case String text -> CopyText.append(lines, StoredText.plain(text));
            case JsonText json -> CopyText.append(lines, json.text());
            case Enum<?> constant -> lines.append(constant.name());
            case Texts(List<String> texts) -> CopyText.appendTexts(lines, texts);
            case List<?> numbers -> CopyText.appendNumbers(lines, numbers);
            // An instant is written as ISO 8601 in UTC, which PostgreSQL reads; so is any number that Java writes.
            case Object other -> lines.append(other);
        }
    }

    /** The statement that inserts or replaces a row of these columns. */
    String replaceStatement() {
        String replaced = values.keySet().stream()
                .filter(column -> !keys.contains(column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(values.size(), "?")) + ") ON CONFLICT ("
                + String.join(", ", keys) + ") DO UPDATE SET " + replaced;
    }

    void bind(PreparedStatement statement) throws SQLException {
        int index = 1;
        for (Optional<?> value : values.values()) {
            bind(statement, index++, value);
        }
    }

    private static void bind(PreparedStatement statement, int index, Optional<?> value) throws SQLException {
        if (value.isEmpty()) {
            statement.setNull(index, Types.NULL);
            return;
        }
        switch (value.get()) {
            case String text -> statement.setString(index, StoredText.plain(text));
            case JsonText json -> statement.setObject(index, json.text(), Types.OTHER);
            case Instant time -> statement.setObject(index, time.atOffset(ZoneOffset.UTC));
            case Enum<?> constant -> statement.setString(index, constant.name());
            case Texts(List<String> texts) ->
                statement.setArray(index, statement.getConnection().createArrayOf("text", texts.toArray()));
            case List<?> numbers ->
                statement.setArray(index, statement.getConnection().createArrayOf("float8", numbers.toArray()));
            case Object number -> statement.setObject(index, number);
        }
    }

    private record JsonText(String text) {}

    private record Texts(List<String> texts) {}
}
