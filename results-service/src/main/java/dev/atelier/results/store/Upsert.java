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

/** A row that is inserted, or put in the place of the one that has its key. */
final class Upsert {
    private final String table;
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Optional<?>> values = new LinkedHashMap<>();

    private Upsert(String table) {
        this.table = table;
    }

    static Upsert into(String table) {
        return new Upsert(table);
    }

    Upsert key(String column, Object value) {
        keys.add(column);
        return set(column, value);
    }

    Upsert set(String column, Object value) {
        return set(column, Optional.of(value));
    }

    Upsert set(String column, Optional<?> value) {
        values.put(column, value);
        return this;
    }

    Upsert json(String column, Object value) {
        return json(column, Optional.of(value));
    }

    Upsert json(String column, Optional<?> value) {
        return set(column, value.map(present -> new JsonText(StoredText.json(present))));
    }

    /** Tags as {@code name=value}, in the order of their names. */
    Upsert tags(Map<String, String> tags) {
        return set(
                "tags",
                new Texts(new TreeMap<>(tags)
                        .entrySet().stream()
                                .map(tag -> StoredText.plain(tag.getKey() + "=" + tag.getValue()))
                                .toList()));
    }

    String sql() {
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
