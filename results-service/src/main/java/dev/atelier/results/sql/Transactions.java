package dev.atelier.results.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Limits of the transaction at hand, held by the database: what it holds is free again though its client is halted. */
public final class Transactions {
    private Transactions() {}

    /** Ends the transaction, with its connection, where its client sends nothing for so long. */
    public static void endWhenIdleFor(Connection connection, Duration timeout) throws SQLException {
        limit(connection, "idle_in_transaction_session_timeout", timeout);
    }

    /** Fails a statement that waits for a lock for so long. */
    public static void failWhenLockedFor(Connection connection, Duration timeout) throws SQLException {
        limit(connection, "lock_timeout", timeout);
    }

    private static void limit(Connection connection, String setting, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL " + setting + " = " + timeout.toMillis());
        }
    }
}
