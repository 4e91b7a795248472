package dev.atelier.localstack.postgres;

import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.MachineMemory;
import dev.atelier.localstack.process.Ports;
import dev.atelier.localstack.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One PostgreSQL server. It owns a folder: initialised at the first start, kept by every later one, with every commit
 * on disk before it is answered, so that what was committed outlives a stop as well as a {@code SIGKILL}. It listens
 * on loopback only and requires a password of everybody. Passwords are generated, and lie in the file {@code passwords} of
 * the folder for its owner alone.
 */
public final class PostgresServer {
    /** The superuser, whom no service needs. */
    public static final String ADMINISTRATOR = "administrator";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int SHARE_OF_BUFFERS = 16;
    private static final int LEAST_BUFFERS = 128;
    private static final int MOST_BUFFERS = 512;
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path data;
    private final int port;
    private final Supplier<OrdinaryUser> user;
    private final PostgresPasswords passwords;
    private final ServerProcess process = new ServerProcess("PostgreSQL");

    /** A server that keeps everything in this folder; the port must be free when it starts. */
    public PostgresServer(Path folder, int port) {
        this(folder, port, () -> OrdinaryUser.of(folder));
    }

    PostgresServer(Path folder, int port, Supplier<OrdinaryUser> user) {
        this.user = user;
        this.folder = folder.toAbsolutePath();
        this.data = this.folder.resolve("data");
        this.port = port;
        this.passwords = new PostgresPasswords(this.folder.resolve("passwords"));
    }

    /**
     * Mebibytes of the pages that the server keeps in memory: a sixteenth of the machine's.
     *
     * @param memoryBytes memory of the machine
     */
    public static int sharedBuffersMebibytes(long memoryBytes) {
        return Math.clamp((memoryBytes >> 20) / SHARE_OF_BUFFERS, LEAST_BUFFERS, MOST_BUFFERS);
    }

    /** How the server is started, once it is prepared. */
    public Launch launch() {
        OrdinaryUser runner = user.get();
        List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", runner.reach(data)));
        settings().forEach(setting -> command.addAll(List.of("-c", setting)));
        command.addAll(List.of("-c", tag()));
        return new Launch(
                "postgres",
                runner.command(data, command),
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
     * Initialises the folder if it is new, closes one that an earlier version left open to everybody, and clears what a
     * killed server left.
     *
     * @throws IllegalStateException if a server runs on the folder
     */
    public void prepare() {
        try {
            new PostgresData(folder, user.get(), passwords).prepare();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare PostgreSQL's folder " + folder, e);
        }
    }

    /** Starts the server and waits until it answers; it recovers by itself from having been killed. */
    public void start() {
        process.requireEnded();
        prepare();
        process.start(launch(), List.of(port), this::isReady, START_LIMIT);
    }

    /** Ends all sessions and shuts down. */
    public void stop() {
        process.stop();
    }

    /** Kills the server without a shutdown; its sessions' processes then end too. */
    public void kill() {
        process.kill();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /** Where a driver finds this database, with the name and the password of the role that owns it. */
    public String jdbcUrl(String database) {
        return url(database, database);
    }

    /** Where a driver finds this database, with the administrator's name and password. */
    public String administratorUrl(String database) {
        return url(database, ADMINISTRATOR);
    }

    /** Where a driver finds this database. */
    String address(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** The password of the role; none before the role was created. */
    public Optional<String> password(String role) {
        return passwords.find(role);
    }

    /** Whether everybody needs a password; data of earlier versions do not yet, until they are prepared. */
    public boolean isClosed() {
        return passwords.find(ADMINISTRATOR).isPresent();
    }

    /** Whether the server serves clients; during recovery it does not yet. */
    public boolean isReady() {
        if (!Ports.answers(port) || !isClosed()) {
            return false;
        }
        try (Connection connection = DriverManager.getConnection(administratorUrl("postgres") + "&connectTimeout=2")) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Creates the database, and the role of the same name that owns it, unless they are there. */
    public void createDatabase(String name) {
        OwnedDatabase database = new OwnedDatabase(this, name);
        Optional<String> known = passwords.find(name);
        if (known.filter(database::isThere).isEmpty()) {
            String password = known.orElseGet(PostgresPasswords::generate);
            passwords.put(name, password);
            database.provide(password);
        }
    }

    /** Creates a role that may connect and owns nothing, unless it is there. */
    public void createReader(String role) {
        String password = passwords.find(role).orElseGet(PostgresPasswords::generate);
        passwords.put(role, password);
        new OwnedDatabase(this, role).provideRole(password);
    }

    private String url(String database, String role) {
        return address(database) + "?user=" + role + "&password=" + passwords.get(role);
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
                "shared_buffers=" + sharedBuffersMebibytes(MachineMemory.bytes()) + "MB",
                "max_wal_size=1GB");
    }

    static String program(String name) {
        return PostgresBinaries.unpacked().resolve("bin").resolve(name).toString();
    }
}
