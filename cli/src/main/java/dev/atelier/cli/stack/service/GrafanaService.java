package dev.atelier.cli.stack.service;

import dev.atelier.localstack.process.Folders;
import dev.atelier.localstack.process.Launch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Grafana of a stack, with the project's dashboards. Everybody on the machine can read them, nobody can change them,
 * and it connects to no address outside of the machine.
 */
final class GrafanaService implements Service {
    static final String NAME = "grafana";

    private static final String HOME_VARIABLE = "GRAFANA_HOME";
    private static final Path PACKAGED_HOME = Path.of("/usr/share/grafana");

    private final StackFolder folder;
    private final StackPorts ports;
    private final Build build;
    private final PostgresService postgres;
    private final Map<String, String> environment;
    private final Optional<Program> program;

    GrafanaService(
            StackFolder folder,
            StackPorts ports,
            Build build,
            PostgresService postgres,
            Map<String, String> environment) {
        this.folder = folder;
        this.ports = ports;
        this.build = build;
        this.postgres = postgres;
        this.environment = withHome(environment);
        this.program =
                Program.find(this.environment, List.of(NAME, "grafana-server"), "docker.io/grafana/grafana:12.2.1");
    }

    /** The programs of an unpacked archive are in the folder {@code bin} of Grafana's home. */
    private static Map<String, String> withHome(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        Optional.ofNullable(environment.get(HOME_VARIABLE))
                .ifPresent(home -> all.merge("PATH", home + "/bin", (path, bin) -> bin + File.pathSeparator + path));
        return all;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return ports.orWithMonitoring().grafana();
    }

    @Override
    public Set<String> after() {
        return Set.of(PostgresService.NAME, PrometheusService.NAME);
    }

    @Override
    public boolean isBuilt() {
        return ports.monitoring() != null && program.isPresent();
    }

    @Override
    public String tag() {
        return programOrName().tag(NAME, folder, argument());
    }

    private Program programOrName() {
        return program.orElse(new Program(Path.of(NAME), Optional.empty()));
    }

    private String argument() {
        return "--pidfile=" + folder.grafana().resolve("pid");
    }

    @Override
    public Launch launch() {
        Program found = programOrName();
        List<String> arguments = new ArrayList<>();
        if (!found.isContainer()) {
            if (found.executable().endsWith(NAME)) {
                arguments.add("server");
            }
            home(found.executable()).ifPresent(home -> arguments.add("--homepath=" + home));
        }
        return found.launch(NAME, folder, variables(), argument(), arguments);
    }

    /** The folder with Grafana's defaults and web pages. */
    private Optional<Path> home(Path executable) {
        Path resolved;
        try {
            resolved = executable.toRealPath();
        } catch (IOException e) {
            resolved = executable;
        }
        Stream<Path> besides =
                Stream.iterate(resolved, path -> path != null && path.getParent() != null, Path::getParent);
        return Stream.concat(
                        Stream.ofNullable(environment.get(HOME_VARIABLE)).map(Path::of),
                        Stream.concat(besides.skip(1).limit(2), Stream.of(PACKAGED_HOME)))
                .filter(home -> Files.exists(home.resolve("conf/defaults.ini")))
                .findFirst();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(postgres.readerLogin());
        variables.put(
                "ATELIER_PROMETHEUS_URL",
                "http://localhost:" + ports.orWithMonitoring().prometheus());
        variables.put(
                "ATELIER_DASHBOARDS", folder.grafana().resolve("dashboards").toString());
        variables.put("GF_SERVER_HTTP_ADDR", "127.0.0.1");
        variables.put("GF_SERVER_HTTP_PORT", Integer.toString(port()));
        variables.put(
                "GF_PATHS_PROVISIONING",
                folder.grafana().resolve("provisioning").toString());
        variables.put("GF_PATHS_DATA", folder.grafana().resolve("data").toString());
        variables.put("GF_PATHS_PLUGINS", folder.grafana().resolve("plugins").toString());
        variables.put("GF_PATHS_LOGS", folder.grafana().resolve("log").toString());
        variables.put("GF_LOG_MODE", "console");
        variables.put("GF_AUTH_ANONYMOUS_ENABLED", "true");
        variables.put("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer");
        variables.put("GF_AUTH_DISABLE_LOGIN_FORM", "true");
        variables.put("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "true");
        variables.put("GF_ANALYTICS_REPORTING_ENABLED", "false");
        variables.put("GF_ANALYTICS_CHECK_FOR_UPDATES", "false");
        variables.put("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false");
        variables.put("GF_NEWS_NEWS_FEED_ENABLED", "false");
        variables.put("GF_PLUGINS_PREINSTALL_DISABLED", "true");
        return variables;
    }

    @Override
    public void prepare() {
        postgres.createReader();
        try {
            Files.createDirectories(folder.grafana());
            for (String part : List.of("provisioning", "dashboards")) {
                Folders.delete(folder.grafana().resolve(part));
                Build.copyTree(build.grafana().resolve(part), folder.grafana().resolve(part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the dashboards of Grafana to " + folder.grafana(), e);
        }
    }

    @Override
    public boolean isReady() {
        return new HealthProbe(port(), QuarkusService.READINESS_TIMEOUT)
                .get("/api/health")
                .isUp();
    }
}
