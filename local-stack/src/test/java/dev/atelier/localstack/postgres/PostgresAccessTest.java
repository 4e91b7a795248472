package dev.atelier.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.localstack.process.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what in a PostgreSQL of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresAccessTest {
    private static final String NO_PASSWORD = "28P01";

    @TempDir
    static Path folder;

    private PostgresServer server;

    @BeforeAll
    void start() {
        server = new PostgresServer(folder.resolve("postgres"), Ports.free(1).getFirst());
        server.start();
        server.createDatabase("service");
        server.createDatabase("other");
    }

    @AfterAll
    void kill() {
        server.kill();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "atelier", "administrator", "postgres"})
    void nobodyComesInWithoutThePassword(String guess) {
        for (String role : List.of("administrator", "service", "atelier", "postgres", "root")) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.address("postgres"), role, guess))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContainingAll("password")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isIn(NO_PASSWORD, "08004");
        }
    }

    @Test
    void thereIsNoOtherWayIn() throws Exception {
        try (Connection connection = administrator()) {
            assertThat(query(connection, "SELECT type || ' ' || auth_method FROM pg_hba_file_rules"))
                    .containsExactly("host scram-sha-256");
            assertThat(query(connection, "SHOW unix_socket_directories")).containsExactly("");
            assertThat(query(connection, "SELECT rolname FROM pg_roles WHERE rolsuper"))
                    .containsExactly("administrator");
        }
    }

    @Test
    void aServiceOwnsItsDatabaseAndMayDoNothingElse() throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("service"))) {
            assertThat(query(connection, """
                    SELECT concat_ws(' ', rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls)
                      FROM pg_roles WHERE rolname = current_user""")).containsExactly("f f f f f");
            assertThat(query(
                            connection, "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"))
                    .containsExactly("service");
            execute(connection, "CREATE SCHEMA mine", "CREATE TABLE mine.rows (n int)", "DROP SCHEMA mine CASCADE");
            for (String refused : List.of(
                    "COPY (SELECT 1) TO PROGRAM 'cat'",
                    "COPY (SELECT 1) TO '/tmp/row'",
                    "CREATE TABLE lines (l text); COPY lines FROM PROGRAM 'id'",
                    "SELECT pg_read_file('postgresql.conf')",
                    "SELECT lo_import('/etc/passwd')",
                    "CREATE ROLE mine",
                    "CREATE DATABASE mine",
                    "ALTER ROLE service SUPERUSER",
                    "ALTER SYSTEM SET fsync = off",
                    "DROP DATABASE other")) {
                assertThatThrownBy(() -> execute(connection, refused))
                        .as(refused)
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void thePasswordsAreForTheirOwnerAlone() throws Exception {
        Path passwords = folder.resolve("postgres/passwords");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
                .isEqualTo("rw-------");
        assertThat(Files.getOwner(passwords)).isEqualTo(Files.getOwner(folder));
    }

    @Test
    void noProcessAndNoLogShowsAPassword() throws Exception {
        // An error makes the server quote the statement.
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("service"))) {
            assertThatThrownBy(() -> execute(connection, "ALTER ROLE administrator LOGIN"));
        }
        List<String> secrets = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("postgres/passwords"))) {
            secrets.add(line.substring(line.lastIndexOf(':') + 1));
        }
        assertThat(secrets).hasSize(3).doesNotHaveDuplicates().allMatch(secret -> secret.length() == 32);

        Process ps = new ProcessBuilder("ps", "-A", "-ww", "-o", "args").start();
        String processes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String log = Files.readString(folder.resolve("postgres/postgres.log"));

        assertThat(processes).contains(server.tag());
        for (String secret : secrets) {
            assertThat(processes).doesNotContain(secret);
            assertThat(log).doesNotContain(secret);
        }
    }

    @Test
    void evenTheAdministratorsProgramsRunAsAUserWithoutRights() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "not run: only root starts processes as others");
        try (Connection connection = administrator()) {
            execute(connection, "CREATE TEMPORARY TABLE lines (line text)", "COPY lines FROM PROGRAM 'id -u; id -G'");

            assertThat(query(connection, "SELECT DISTINCT line FROM lines"))
                    .singleElement()
                    .satisfies(uid -> assertThat(Integer.parseInt(uid)).isGreaterThan(1_879_000_000));
            assertThatThrownBy(() -> execute(
                            connection, "COPY lines FROM PROGRAM 'cat " + folder.resolve("postgres/passwords") + "'"))
                    .hasMessageContaining("failed");
            assertThatThrownBy(() -> execute(connection, "COPY lines FROM '/etc/shadow'"))
                    .hasMessageContaining("Permission denied");
        }
    }

    /** As versions before had it: every user of the machine came in as the superuser {@code atelier}. */
    @Test
    void dataOfEarlierVersionsAreClosedAndKeepTheirRows() throws Exception {
        Path old = folder.resolve("old");
        initialiseAsBefore(old.resolve("data"));
        PostgresServer open = new PostgresServer(old, Ports.free(1).getFirst());
        assertThat(open.isClosed()).isFalse();
        try {
            open.start();
            assertThat(open.isClosed()).isTrue();
            open.createDatabase("atelier");
            assertThatThrownBy(() -> DriverManager.getConnection(open.address("atelier"), "atelier", ""))
                    .hasMessageContaining("password");
            try (Connection connection = DriverManager.getConnection(open.jdbcUrl("atelier"))) {
                assertThat(query(connection, "SELECT word FROM kept")).containsExactly("row");
                execute(connection, "ALTER TABLE kept ADD n int", "CREATE OR REPLACE VIEW shown AS SELECT * FROM kept");
                assertThatThrownBy(() -> execute(connection, "COPY kept TO PROGRAM 'cat'"))
                        .hasMessageContaining("permission denied");
            }
        } finally {
            open.kill();
        }
    }

    private static void initialiseAsBefore(Path data) throws Exception {
        Files.createDirectories(data);
        OrdinaryUser user = OrdinaryUser.named();
        user.own(data);
        run(
                user,
                data,
                "",
                PostgresServer.program("initdb"),
                "--pgdata=" + user.reach(data),
                "--username=atelier",
                "--auth=trust",
                "--locale=C");
        String single = PostgresServer.program("postgres");
        run(user, data, "CREATE DATABASE atelier\n", single, "--single", "-D", user.reach(data), "postgres");
        run(
                user,
                data,
                "CREATE TABLE kept AS SELECT 'row'::text AS word\nCREATE VIEW shown AS SELECT word FROM kept\n",
                single,
                "--single",
                "-D",
                user.reach(data),
                "atelier");
    }

    private static void run(OrdinaryUser user, Path data, String input, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(user.command(data, Arrays.asList(command))).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C"));
        Process process = builder.start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private Connection administrator() throws SQLException {
        return DriverManager.getConnection(server.administratorUrl("postgres"));
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
