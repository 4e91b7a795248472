package dev.atelier.cli.stack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.contracts.family.Families;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Prometheus and Grafana are found and launched; a real Prometheus where one is installed. */
class MonitoringTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path temporary;

    private Path bin;
    private StackFolder folder;
    private StackPorts ports;

    @BeforeEach
    void layOut() throws IOException {
        bin = Files.createDirectories(temporary.resolve("bin"));
        folder = new StackFolder(Files.createDirectories(temporary.resolve("home")));
        ports = StackPorts.from(28000, Families.all()).withMonitoring();
    }

    @Test
    void isNoPartOfAStackThatDidNotRequestIt() throws IOException {
        install("grafana");
        install("prometheus");
        StackPorts without = StackPorts.from(28000, Families.all());

        assertThat(prometheus(without).isBuilt()).isFalse();
        assertThat(grafana(without, Map.of()).isBuilt()).isFalse();
        assertThat(prometheus(without).tag())
                .as("so that it is always found")
                .isEqualTo(prometheus(ports).tag());
        assertThat(without.grafanaUrl()).isEmpty();
    }

    @Test
    void aMissingProgramIsNamed() throws IOException {
        install("prometheus");

        assertThatThrownBy(() -> Services.requireMonitoring(List.of(prometheus(ports), grafana(ports, Map.of()))))
                .isInstanceOf(StackException.class)
                .hasMessage(
                        "--with-grafana needs grafana in PATH, or docker or podman; none of them is installed here");
    }

    @Test
    void aPackagedGrafanaIsLaunchedWithItsHome() throws IOException {
        Path home = Files.createDirectories(temporary.resolve("grafana-12"));
        Files.createDirectories(home.resolve("conf"));
        Files.createFile(home.resolve("conf/defaults.ini"));
        Files.createDirectories(home.resolve("bin"));
        Path program = executable(home.resolve("bin/grafana"));

        Launch launch = grafana(ports, Map.of("GRAFANA_HOME", home.toString())).launch();

        assertThat(launch.command())
                .containsExactly(
                        program.toString(),
                        "server",
                        "--homepath=" + home,
                        "--pidfile=" + folder.home().resolve("grafana/pid"));
        assertThat(launch.tag()).isEqualTo(launch.command().getLast());
        assertThat(launch.environment())
                .containsEntry("GF_SERVER_HTTP_ADDR", "127.0.0.1")
                .containsEntry("GF_SERVER_HTTP_PORT", "28014")
                .containsEntry("ATELIER_PROMETHEUS_URL", "http://localhost:28013")
                .containsEntry("ATELIER_POSTGRES_HOST", "localhost:28012");
    }

    @Test
    void aContainerHasTheFolderAndTheVariablesAndNoPasswordInItsArguments() throws IOException {
        Path docker = install("docker");

        Launch launch = grafana(ports, Map.of()).launch();

        assertThat(launch.command())
                .startsWith(docker.toString(), "run", "--rm", "--network=host")
                .contains(
                        "--mount=type=bind,source=" + folder.home() + ",target=" + folder.home(),
                        "--env=ATELIER_POSTGRES_READER_PASSWORD",
                        "docker.io/grafana/grafana:12.2.1")
                .endsWith("--pidfile=" + folder.home().resolve("grafana/pid"));
        assertThat(launch.tag()).startsWith("--label=");
    }

    /** Files that root writes into the folder could not be deleted by its owner. */
    @Test
    void aContainerNeverRunsAsRootBecauseTheOwnerIsUnknown() throws IOException {
        install("docker");
        Files.delete(folder.home());

        assertThat(grafana(ports, Map.of()).tag())
                .as("so that it is always found")
                .startsWith("--label=");
        assertThatThrownBy(() -> grafana(ports, Map.of()).launch())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("cannot find the owner of " + folder.home());
    }

    @Test
    void aRealPrometheusScrapesTheServicesOfTheStack() throws IOException {
        Optional<Program> installed = Program.find(System.getenv(), List.of("prometheus"), "");
        assumeTrue(installed.isPresent() && !installed.get().isContainer(), "no Prometheus is installed here");
        try (ServerSocket free = new ServerSocket(0)) {
            ports = StackPorts.from(Math.min(free.getLocalPort(), 65_521 - 14), Families.all())
                    .withMonitoring();
        }
        Path app = Files.createDirectories(temporary.resolve("build/results-service/target/quarkus-app"));
        Files.createFile(app.resolve("quarkus-run.jar"));
        Build.copyTree(ROOT.resolve("deploy/prometheus"), temporary.resolve("build/deploy/prometheus"));
        PrometheusService service =
                new PrometheusService(folder, ports, new Build(temporary.resolve("build")), System.getenv());

        service.prepare();

        assertThat(folder.prometheus().resolve("configuration/targets.yaml"))
                .hasContent("""
                - targets: ["localhost:%d"]
                  labels: {service: results-service}
                """.formatted(ports.results()));
        ChildProcess process = ChildProcess.start(service.launch());
        try {
            process.awaitReady(service::isReady, Duration.ofMinutes(2));
            assertThat(ChildProcess.find(service.tag())).isPresent();
        } finally {
            process.stop();
        }
    }

    private Path install(String name) throws IOException {
        return executable(bin.resolve(name));
    }

    private static Path executable(Path file) throws IOException {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private PrometheusService prometheus(StackPorts of) {
        return new PrometheusService(folder, of, new Build(ROOT), Map.of("PATH", bin.toString()));
    }

    private GrafanaService grafana(StackPorts of, Map<String, String> others) {
        Map<String, String> environment = new java.util.HashMap<>(others);
        environment.put("PATH", bin.toString());
        return new GrafanaService(folder, of, new Build(ROOT), new PostgresService(folder, of), environment);
    }
}
