package dev.atelier.localstack.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PasswordUtil;

/**
 * One database of a server and the role of the same name, which owns the database and may do nothing else: not create
 * others, nor roles, nor reach the server's files and programs.
 */
final class OwnedDatabase {
    private final PostgresServer server;
    private final String name;

    OwnedDatabase(PostgresServer server, String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "database name '" + name + "' is not plain; expected lower-case letters, digits and underscores");
        }
        this.server = server;
        this.name = name;
    }

    /** Whether the role with this password owns the database. */
    boolean isThere(String password) {
        try (Connection connection = DriverManager.getConnection(server.address(name), name, password)) {
            return isTrue(
                    connection,
                    "SELECT 1 FROM pg_database WHERE datname = ? AND pg_get_userbyid(datdba) = current_user");
        } catch (SQLException e) {
            return false;
        }
    }

    /** Creates role and database where they are missing, and makes the role own what an administrator created there. */
    void provide(String password) {
        try (Connection connection = DriverManager.getConnection(server.administratorUrl("postgres"));
                Statement statement = connection.createStatement()) {
            provideRole(connection, password);
            if (isTrue(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
                handOver();
                statement.execute("ALTER DATABASE " + name + " OWNER TO " + name);
            } else {
                statement.execute("CREATE DATABASE " + name + " OWNER " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
    }

    /** Creates the role alone where it is missing. */
    void provideRole(String password) {
        try (Connection connection = DriverManager.getConnection(server.administratorUrl("postgres"))) {
            provideRole(connection, password);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the role " + name, e);
        }
    }

    private void provideRole(Connection connection, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isTrue(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
                statement.execute("CREATE ROLE " + name);
            }
            statement.execute("ALTER ROLE " + name + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"
                    + PasswordUtil.encodeScramSha256(password.toCharArray()) + "'");
        }
    }

    private void handOver() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.administratorUrl(name));
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$ DECLARE change text; BEGIN
                      FOR change IN
                        SELECT format('ALTER TABLE %%I.%%I OWNER TO %1$s', n.nspname, c.relname)
                          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE c.relowner = 10 AND c.relkind IN ('r', 'p', 'v', 'm')
                           AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                      LOOP EXECUTE change; END LOOP;
                    END $$
                    """.formatted(name));
        }
    }

    private boolean isTrue(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
