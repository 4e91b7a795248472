package dev.atelier.cli.stack.service;

import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.Launch;
import java.util.Map;
import java.util.Set;

/** The stack's database server; it is ready when the stack's database is there. */
public final class PostgresService implements Service {
    static final String NAME = "postgres";
    static final String DATABASE = "atelier";
    private static final String READER = "atelier_reader";

    private final StackFolder folder;
    private final PostgresServer server;

    public PostgresService(StackFolder folder, StackPorts ports) {
        this.folder = folder;
        this.server = new PostgresServer(folder.postgres(), ports.postgres());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public String tag() {
        return server.tag();
    }

    @Override
    public Launch launch() {
        return server.launch().withLog(folder.log(NAME));
    }

    @Override
    public void prepare() {
        server.prepare();
    }

    @Override
    public boolean isCurrent() {
        return server.isClosed();
    }

    /** The JDBC address of the stack's database, with its owner's name and password. */
    public String url() {
        return server.jdbcUrl(DATABASE);
    }

    /**
     * What the environment of a service holds that owns the stack's database; nothing while the database was never
     * ready. Only its owner can read a process's environment, everybody its arguments.
     */
    Map<String, String> login() {
        return server.password(DATABASE)
                .map(password ->
                        Map.of("QUARKUS_DATASOURCE_USERNAME", DATABASE, "QUARKUS_DATASOURCE_PASSWORD", password))
                .orElse(Map.of());
    }

    /** Creates the user of dashboards, who can read the views of the stack's database and nothing else. */
    void createReader() {
        server.createReader(READER);
    }

    /** What the environment of Grafana holds; without a password before that user was created. */
    Map<String, String> readerLogin() {
        return Map.of(
                "ATELIER_POSTGRES_HOST",
                "localhost:" + port(),
                "ATELIER_POSTGRES_READER",
                READER,
                "ATELIER_POSTGRES_READER_PASSWORD",
                server.password(READER).orElse(""),
                "ATELIER_POSTGRES_SSLMODE",
                "disable");
    }

    @Override
    public boolean isReady() {
        if (!server.isReady()) {
            return false;
        }
        server.createDatabase(DATABASE);
        return true;
    }

    @Override
    public Health readiness() {
        return server.isReady() ? Health.UP : Health.silent(port());
    }
}
