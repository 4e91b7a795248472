package dev.atelier.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.localstack.process.Ports;
import dev.atelier.localstack.process.StartFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one server, which each finds running; their tables keep them apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresServerTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private PostgresServer server;

    @BeforeAll
    void prepare() {
        server = serverOnAFreePort();
    }

    @BeforeEach
    void start() {
        if (!server.isAlive()) {
            server.start();
        }
        server.createDatabase("kept");
    }

    @AfterAll
    void kill() {
        server.kill();
    }

    @Test
    void isDurableAndSpeaksUtf8AndUtc() throws SQLException {
        assertThat(query("SHOW fsync")).containsExactly("on");
        assertThat(query("SHOW synchronous_commit")).containsExactly("on");
        assertThat(query("SHOW server_encoding")).containsExactly("UTF8");
        assertThat(query("SHOW listen_addresses")).containsExactly("127.0.0.1");
        assertThat(query("SELECT current_setting('server_version_num')::int / 10000"))
                .containsExactly("18");
    }

    @Test
    void stopsOnASignalAlthoughAClientIsConnected() throws SQLException {
        try (Connection open = connect()) {
            assertThat(open.isValid(2)).isTrue();
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

            server.stop();

            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void keepsRowsOverACleanRestart() throws SQLException {
        execute("CREATE TABLE stopped (word text)", "INSERT INTO stopped VALUES ('one')");

        server.stop();
        server.start();
        server.createDatabase("kept");

        assertThat(query("SELECT word FROM stopped")).containsExactly("one");
    }

    @Test
    void keepsCommittedRowsAndNothingElseWhenKilledAmidSessions() throws SQLException {
        execute("CREATE TABLE killed (word text)", "INSERT INTO killed VALUES ('committed')");
        try (Connection open = connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO killed VALUES ('uncommitted')");

            server.kill();
            assertThat(folder.resolve("postgres/data/postmaster.pid")).exists();
            server.start();
        } catch (SQLException e) {
            // Closing a connection whose server was killed.
            assertThat(server.isAlive()).isTrue();
        }

        assertThat(query("SELECT word FROM killed")).containsExactly("committed");
    }

    @Test
    void startsAlthoughTheNumberInItsPidFileNowBelongsToAnotherProcess() throws Exception {
        server.kill();
        Path pidFile = folder.resolve("postgres/data/postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        server.start();

        assertThat(query("SELECT 1")).containsExactly("1");
    }

    @Test
    void beginsAgainWhereAnInitialisationWasCutOffAndReportsItsLogWhenItCannotStart() throws Exception {
        Files.createDirectories(folder.resolve("cut/data/base"));
        PostgresServer cut =
                new PostgresServer(folder.resolve("cut"), Ports.free(1).getFirst());

        cut.start();

        assertThat(cut.isReady()).isTrue();
        cut.stop();
        Files.writeString(folder.resolve("cut/data/postgresql.conf"), "no_such_setting = 1");
        assertThatThrownBy(cut::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("postgres ended before it was ready")
                .hasMessageContaining("no_such_setting");
        cut.kill();
    }

    @Test
    void restartsAtOnceAlthoughASessionOfTheKilledServerStillComputes() throws Exception {
        CompletableFuture<List<String>> busy = CompletableFuture.supplyAsync(
                () -> unchecked(() -> query("SELECT count(*) FROM generate_series(1, 1000000000000)")));
        await().atMost(LIMIT)
                .until(() -> query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1,%'"
                                + " AND state = 'active' AND pid <> pg_backend_pid()")
                        .equals(List.of("1")));

        server.kill();
        assertThat(busy).isNotDone();
        server.start();

        assertThat(query("SELECT 1")).containsExactly("1");
        await().atMost(LIMIT).until(busy::isCompletedExceptionally);
    }

    @Test
    void refusesToStartTwiceOnOneFolder() {
        PostgresServer second = serverOnAFreePort();

        assertThatThrownBy(second::start)
                .hasMessage("PostgreSQL runs already on " + folder.resolve("postgres/data") + ", as process "
                        + server.pid());
    }

    @Test
    void reportsThatItsPortIsTaken() {
        PostgresServer second = new PostgresServer(folder.resolve("second"), server.port());

        assertThatThrownBy(second::start)
                .hasMessage("port " + server.port() + " of postgres is taken by another process; choose another port");
    }

    @Test
    void refusesADatabaseNameThatWouldNeedQuoting() {
        assertThatThrownBy(() -> server.createDatabase("a; DROP"))
                .hasMessage("database name 'a; DROP' is not plain; "
                        + "expected lower-case letters, digits and underscores");
    }

    private PostgresServer serverOnAFreePort() {
        return new PostgresServer(folder.resolve("postgres"), Ports.free(1).getFirst());
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("kept"));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
