package dev.atelier.pipeline;

import dev.atelier.localstack.ChildProcess;
import dev.atelier.localstack.Launch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of several processes of a packaged service, to be killed and started again. */
final class ServiceReplica implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private final Launch launch;
    private ChildProcess process;

    /**
     * Starts a process.
     *
     * @param service the service's module
     * @param number distinguishes the replicas of a service
     * @param folder where its data lies
     * @param logs where its log is written
     */
    ServiceReplica(
            String service,
            int number,
            int port,
            Path folder,
            Path logs,
            List<String> properties,
            Map<String, String> environment) {
        this.port = port;
        String name = service + "-" + number;
        String tag = Launch.jvmTag(name, folder);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                tag,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.port=" + port,
                "-Datelier.data=" + folder.resolve(name)));
        command.addAll(properties);
        command.addAll(List.of(
                "-jar",
                ROOT.resolve(Path.of(service, "target", "quarkus-app", "quarkus-run.jar"))
                        .toString()));
        launch = new Launch(
                name,
                command,
                tag,
                environment,
                logs.resolve(name + ".log"),
                Launch.StopSignal.TERM,
                Duration.ofSeconds(20));
        process = ChildProcess.start(launch);
    }

    /** Kills the process with SIGKILL, without waiting. */
    void kill() {
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    }

    void startAgain() {
        process = ChildProcess.start(launch);
    }

    boolean isReady() {
        return get("/q/health/ready")
                .filter(answer -> answer.statusCode() == 200 && answer.body().contains("\"status\": \"UP\""))
                .isPresent();
    }

    /** What it says of its readiness; nothing where it does not answer. */
    String readiness() {
        return get("/q/health/ready").map(HttpResponse::body).orElse("");
    }

    Optional<HttpResponse<String>> get(String path) {
        try {
            return Optional.of(HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .timeout(REQUEST_LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
