package dev.atelier.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One PostgreSQL server. It owns a folder: initialised at the first start, kept by every later one, with every commit
 * on disk before it is answered, so that what was committed outlives a stop as well as a {@code SIGKILL}. It listens
 * on loopback only and lets the user {@value #USER} in without a password.
 */
public final class PostgresServer {
    /** The only user; it may do everything. */
    public static final String USER = "atelier";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path data;
    private final int port;
    private final Supplier<OrdinaryUser> user;
    private Optional<ChildProcess> process = Optional.empty();

    /** A server that keeps everything in this folder; the port must be free when it starts. */
    public PostgresServer(Path folder, int port) {
        this(folder, port, OrdinaryUser::find);
    }

    PostgresServer(Path folder, int port, Supplier<OrdinaryUser> user) {
        this.user = user;
        this.folder = folder.toAbsolutePath();
        this.data = this.folder.resolve("data");
        this.port = port;
    }

    /** How the server is started, once it is prepared. */
    public Launch launch() {
        List<String> command = new ArrayList<>(user.get().prefix());
        command.addAll(List.of(program("postgres"), "-D", data.toString()));
        settings().forEach(setting -> command.addAll(List.of("-c", setting)));
        command.addAll(List.of("-c", tag()));
        return new Launch(
                "postgres",
                command,
                tag(),
                Map.of("LC_ALL", "C"),
                folder.resolve("postgres.log"),
                Launch.StopSignal.INT,
                SHUTDOWN_GRACE);
    }

    /** The argument by which the server of this folder is found. */
    public String tag() {
        return "atelier.process=postgres@" + folder;
    }

    /**
     * Initialises the folder if it is new, and clears what a killed server left.
     *
     * @throws IllegalStateException if a server runs on the folder
     */
    public void prepare() {
        try {
            Files.createDirectories(folder);
            user.get().own(folder);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise();
            }
            PostgresLeftovers.clear(data);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare PostgreSQL's folder " + folder, e);
        }
    }

    /** Starts the server and waits until it answers; it recovers by itself from having been killed. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("PostgreSQL runs already, as process " + pid());
        }
        prepare();
        Launch launch = launch();
        Ports.requireFree(port, launch);
        ChildProcess started = ChildProcess.start(launch);
        process = Optional.of(started);
        Lifeline.hold(started.pid());
        started.awaitReady(this::isReady, START_LIMIT);
    }

    /** Ends all sessions and leaves in good order. */
    public void stop() {
        process.ifPresent(ChildProcess::stop);
        release();
    }

    /** Kills the server in the middle of whatever it does; its sessions' processes notice that and leave too. */
    public void kill() {
        process.ifPresent(ChildProcess::kill);
        release();
    }

    public boolean isAlive() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    public long pid() {
        return process.orElseThrow(() -> new IllegalStateException("PostgreSQL was not started"))
                .pid();
    }

    public int port() {
        return port;
    }

    /** Where a driver finds this database, the user included. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=" + USER;
    }

    /** Whether the server serves clients; during recovery it does not yet. */
    public boolean isReady() {
        if (!Ports.answers(port)) {
            return false;
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres") + "&connectTimeout=2")) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Creates the database unless it is there. */
    public void createDatabase(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "database name '" + name + "' is not plain; expected lower-case letters, digits and underscores");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                PreparedStatement known = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                Statement create = connection.createStatement()) {
            known.setString(1, name);
            if (!known.executeQuery().next()) {
                create.execute("CREATE DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
    }

    private List<String> settings() {
        return List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "timezone=UTC",
                "logging_collector=off",
                "log_min_messages=warning",
                "max_connections=200",
                "shared_buffers=64MB",
                "max_wal_size=256MB");
    }

    private void initialise() throws IOException {
        // A folder without PG_VERSION is what an interrupted initialisation leaves; initdb wants it empty.
        Folders.delete(data);
        List<String> command = new ArrayList<>(user.get().prefix());
        command.addAll(List.of(
                program("initdb"),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums"));
        Launch launch = new Launch(
                "initdb",
                command,
                "--pgdata=" + data,
                Map.of("LC_ALL", "C"),
                folder.resolve("initdb.log"),
                Launch.StopSignal.TERM,
                SHUTDOWN_GRACE);
        ChildProcess initdb = ChildProcess.start(launch);
        if (!initdb.awaitExit(START_LIMIT) || !Files.exists(data.resolve("global/pg_control"))) {
            initdb.kill();
            throw new StartFailedException(launch, "did not initialise the folder");
        }
    }

    private static String program(String name) {
        return PostgresBinaries.unpacked().resolve("bin").resolve(name).toString();
    }

    private void release() {
        process.ifPresent(ended -> Lifeline.release(ended.pid()));
        process = Optional.empty();
    }
}
