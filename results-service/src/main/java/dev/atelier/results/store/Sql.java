package dev.atelier.results.store;

import dev.atelier.results.projection.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reading rows: a query, its arguments, and what a row becomes. */
public final class Sql {
    private Sql() {}

    /** What a row becomes. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static <T> List<T> list(Connection connection, String query, Reader<T> reader, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case String text -> statement.setString(i + 1, StoredText.plain(text));
                    case Collection<?> texts ->
                        statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
                    case Object other -> statement.setObject(i + 1, other);
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        }
    }

    public static <T> Optional<T> one(Connection connection, String query, Reader<T> reader, Object... arguments)
            throws SQLException {
        return list(connection, query, reader, arguments).stream().findFirst();
    }

    /** The number that a query counts. */
    public static long count(Connection connection, String query, Object... arguments) throws SQLException {
        return one(connection, query, row -> row.getLong(1), arguments).orElse(0L);
    }

    /** The elements of an array of text. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    public static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    public static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    public static Instant presentTime(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Integer.class));
    }

    public static Optional<Double> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Double.class));
    }

    /** Where in the log the event stands that last changed a row. */
    static LogPosition position(ResultSet row) throws SQLException {
        return new LogPosition(row.getInt("log_partition"), row.getLong("log_offset"));
    }
}
