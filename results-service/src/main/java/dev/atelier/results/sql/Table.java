package dev.atelier.results.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of the projection: for each column what a row has there, a value or an {@link Optional} one. Rows that are new are
 * written by {@code COPY}; others by a statement that inserts a row or replaces the one of its key.
 */
public final class Table<R> {
    private final List<Column<R>> columns;
    private final String copyStatement;
    private final String replaceStatement;
    private final String keepStatement;

    private Table(String name, List<Column<R>> columns) {
        this.columns = List.copyOf(columns);
        List<String> names = columns.stream().map(Column::name).toList();
        this.copyStatement = "COPY " + name + " (" + String.join(", ", names) + ") FROM STDIN (FORMAT binary)";
        String insert = "INSERT INTO " + name + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ") ON CONFLICT ";
        this.keepStatement = insert + "DO NOTHING";
        this.replaceStatement = insert + "("
                + columns.stream().filter(Column::isKey).map(Column::name).collect(Collectors.joining(", "))
                + ") DO UPDATE SET "
                + columns.stream()
                        .filter(column -> !column.isKey())
                        .map(column -> column.name() + " = excluded." + column.name())
                        .collect(Collectors.joining(", "));
    }

    private record Column<R>(String name, boolean isKey, Function<R, ?> value) {}

    public static <R> Columns<R> named(String name) {
        return new Columns<>(name);
    }

    /** The columns of a table, from its first to its last. */
    public static final class Columns<R> {
        private final String table;
        private final List<Column<R>> columns = new ArrayList<>();

        private Columns(String table) {
            this.table = table;
        }

        /** A column of the primary key. */
        public Columns<R> key(String column, Function<R, ?> value) {
            columns.add(new Column<>(column, true, value));
            return this;
        }

        public Columns<R> set(String column, Function<R, ?> value) {
            columns.add(new Column<>(column, false, value));
            return this;
        }

        /** A column that has the value's JSON form. */
        public Columns<R> json(String column, Function<R, ?> value) {
            return set(column, row -> switch (value.apply(row)) {
                case Optional<?> optional -> optional.map(present -> new Cell.JsonText(StoredText.json(present)));
                case Object present -> new Cell.JsonText(StoredText.json(present));
            });
        }

        public Columns<R> metrics(String column, Function<R, SortedMap<String, Double>> value) {
            return set(column, row -> new Cell.JsonText(StoredText.metricsText(value.apply(row))));
        }

        /** Tags as {@code name=value}, in the order of their names. */
        public Columns<R> tags(String column, Function<R, Map<String, String>> value) {
            return set(
                    column,
                    row -> new Cell.Texts(new TreeMap<>(value.apply(row))
                            .entrySet().stream()
                                    .map(tag -> StoredText.plain(tag.getKey() + "=" + tag.getValue()))
                                    .toList()));
        }

        public Columns<R> numbers(String column, Function<R, Optional<List<Double>>> value) {
            return set(column, row -> value.apply(row).map(Cell.Numbers::new));
        }

        public Table<R> build() {
            return new Table<>(table, columns);
        }
    }

    /** The statement that takes rows as {@link #writeTo} writes them. */
    String copyStatement() {
        return copyStatement;
    }

    /** Writes a new row. */
    void writeTo(CopyBytes bytes, R row) {
        bytes.beginRow(columns.size());
        for (Column<R> column : columns) {
            Cell.of(column.value().apply(row)).copyTo(bytes);
        }
    }

    /** The statement that inserts or replaces a row as {@link #bind} binds it. */
    public String replaceStatement() {
        return replaceStatement;
    }

    /** The statement that inserts a row as {@link #bind} binds it, unless there is one of its key. */
    public String keepStatement() {
        return keepStatement;
    }

    public void bind(PreparedStatement statement, R row) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Cell.of(columns.get(i).value().apply(row)).bindTo(statement, i + 1);
        }
    }
}
