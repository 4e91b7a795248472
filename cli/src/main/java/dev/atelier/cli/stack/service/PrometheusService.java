package dev.atelier.cli.stack.service;

import dev.atelier.localstack.process.Folders;
import dev.atelier.localstack.process.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The Prometheus of a stack with Grafana: it scrapes the services of the stack. */
final class PrometheusService implements Service {
    static final String NAME = "prometheus";

    private final StackFolder folder;
    private final StackPorts ports;
    private final Build build;
    private final Optional<Program> program;

    PrometheusService(StackFolder folder, StackPorts ports, Build build, Map<String, String> environment) {
        this.folder = folder;
        this.ports = ports;
        this.build = build;
        this.program = Program.find(environment, List.of(NAME), "docker.io/prom/prometheus:v3.7.3");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return ports.orWithMonitoring().prometheus();
    }

    @Override
    public Set<String> after() {
        return Set.of();
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
        return "--storage.tsdb.path=" + folder.prometheus().resolve("data");
    }

    @Override
    public Launch launch() {
        return programOrName()
                .launch(
                        NAME,
                        folder,
                        Map.of(),
                        argument(),
                        List.of(
                                "--config.file=" + configuration().resolve("prometheus.yaml"),
                                "--storage.tsdb.retention.size=1GB",
                                "--web.listen-address=127.0.0.1:" + port()));
    }

    private Path configuration() {
        return folder.prometheus().resolve("configuration");
    }

    @Override
    public void prepare() {
        try {
            Files.createDirectories(folder.prometheus());
            Folders.delete(configuration());
            Build.copyTree(build.prometheus(), configuration());
            Files.writeString(configuration().resolve("targets.yaml"), targets());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Prometheus to " + configuration(), e);
        }
    }

    /** The services of the stack that were built, as Prometheus's targets. */
    private String targets() {
        return Services.all(folder, ports, build).stream()
                .filter(QuarkusService.class::isInstance)
                .filter(Service::isBuilt)
                .map(service -> """
                        - targets: ["localhost:%d"]
                          labels: {service: %s}
                        """.formatted(service.port(), service.name()))
                .collect(Collectors.joining());
    }

    @Override
    public boolean isReady() {
        return new HealthProbe(port(), QuarkusService.READINESS_TIMEOUT)
                .get("/-/ready")
                .isUp();
    }
}
