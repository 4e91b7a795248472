package dev.atelier.results.view;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads from the database: each reading sees one moment, however many queries it takes. */
@Singleton
public final class Reading {
    private final DataSource database;

    public Reading(DataSource database) {
        this.database = database;
    }

    /** Queries of one reading. */
    public interface Queries<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs queries.
     *
     * @throws DatabaseAwayException if the database does not respond
     */
    public <T> T read(Queries<T> queries) {
        try (Connection connection = database.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                return queries.run(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new DatabaseAwayException(e);
        }
    }

    /** The database does not respond. */
    public static final class DatabaseAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DatabaseAwayException(SQLException cause) {
            super("The database does not respond: " + cause.getMessage(), cause);
        }
    }
}
