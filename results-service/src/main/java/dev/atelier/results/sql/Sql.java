package dev.atelier.results.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.RowViewMapper;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;

/**
 * Reading rows: a query, its arguments, and what a row becomes, by {@link RowMapping}. Queries run on the connection that
 * they are given, in its transaction, and neither end the one nor close the other.
 */
public final class Sql {
    private static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();
    private static final Jdbi JDBI = RowMapping.over(new Given());

    private Sql() {}

    /** Rows as values of a type: a record of the columns' names, or what a single column has. */
    public static <T> List<T> list(Connection connection, String query, Class<T> type, Object... arguments)
            throws SQLException {
        return read(connection, query, result -> result.mapTo(type), arguments);
    }

    public static <T> List<T> list(Connection connection, String query, GenericType<T> type, Object... arguments)
            throws SQLException {
        return read(connection, query, result -> result.mapTo(type), arguments);
    }

    public static <T> List<T> list(Connection connection, String query, RowViewMapper<T> mapper, Object... arguments)
            throws SQLException {
        return read(connection, query, result -> result.map(mapper), arguments);
    }

    /** Rows as values of a type, which is among the parts. */
    public static <T> List<T> list(
            Connection connection, String query, RowParts parts, Class<T> type, Object... arguments)
            throws SQLException {
        return read(connection, query, parts, result -> result.mapTo(type), arguments);
    }

    /** Rows as a mapper makes them, which may take any of the parts from a row. */
    public static <T> List<T> list(
            Connection connection, String query, RowParts parts, RowViewMapper<T> mapper, Object... arguments)
            throws SQLException {
        return read(connection, query, parts, result -> result.map(mapper), arguments);
    }

    /** The first row. */
    public static <T> Optional<T> one(Connection connection, String query, Class<T> type, Object... arguments)
            throws SQLException {
        return list(connection, query, type, arguments).stream().findFirst();
    }

    public static <T> Optional<T> one(Connection connection, String query, GenericType<T> type, Object... arguments)
            throws SQLException {
        return list(connection, query, type, arguments).stream().findFirst();
    }

    /** The number that a query counts. */
    public static long count(Connection connection, String query, Object... arguments) throws SQLException {
        return one(connection, query, Long.class, arguments).orElse(0L);
    }

    private static <T> List<T> read(
            Connection connection, String sql, Function<Query, ResultIterable<T>> mapping, Object... arguments)
            throws SQLException {
        return read(connection, sql, RowParts.NONE, mapping, arguments);
    }

    private static <T> List<T> read(
            Connection connection,
            String sql,
            RowParts parts,
            Function<Query, ResultIterable<T>> mapping,
            Object... arguments)
            throws SQLException {
        try (Handle handle = ScopedValue.where(CURRENT, connection).call(JDBI::open);
                Query query = handle.createQuery(sql)) {
            parts.register(query);
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case String text -> query.bind(i, StoredText.plain(text));
                    case Integer[] numbers -> query.bindArray(i, Integer.class, (Object[]) numbers);
                    case Collection<?> texts -> query.bindArray(i, String.class, texts);
                    case Object other -> query.bind(i, other);
                }
            }
            return mapping.apply(query).list();
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Hands out the caller's connection, which stays the caller's. */
    private static final class Given implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return CURRENT.get();
        }

        @Override
        public void closeConnection(Connection connection) {}
    }
}
