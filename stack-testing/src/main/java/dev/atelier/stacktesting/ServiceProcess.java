package dev.atelier.stacktesting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One process of a packaged service, which nobody supervises: a test kills it and starts it again. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Launch launch;
    private final int port;
    private ChildProcess process;

    private ServiceProcess(Launch launch, int port) {
        this.launch = launch;
        this.port = port;
        this.process = ChildProcess.start(launch);
    }

    /** @param port on which the launch has the service listen */
    public static ServiceProcess start(Launch launch, int port) {
        return new ServiceProcess(launch, port);
    }

    /**
     * Starts a process like a running one, on another port.
     *
     * @param running the service as {@code atelier status --json} has it
     * @param log file of what it prints
     */
    static ServiceProcess startLike(JsonNode running, int port, Path log, Map<String, String> environment) {
        String service = running.path("name").asText();
        String name = service + "-" + port;
        ProcessHandle.Info like =
                ProcessHandle.of(running.path("pid").asLong()).orElseThrow().info();
        List<String> command = Stream.concat(
                        Stream.of(like.command().orElseThrow()),
                        Stream.of(like.arguments().orElseThrow()))
                .map(argument -> argument.replace("=" + running.path("port").asText(), "=" + port)
                        .replace("=" + service + "@", "=" + name + "@"))
                .toList();
        String tag = command.stream()
                .filter(argument -> argument.contains("=" + name + "@"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tag of " + service + " in " + command));
        return start(PackagedService.launch(name, command, tag, environment, log), port);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int port() {
        return port;
    }

    /** Kills the process with SIGKILL, without waiting. */
    public void kill() {
        UnixSignals.send("KILL", process.pid());
    }

    public void startAgain() {
        process = ChildProcess.start(launch);
    }

    public boolean isReady() {
        return get("/q/health/ready")
                .filter(response ->
                        response.statusCode() == 200 && response.body().contains("\"status\": \"UP\""))
                .isPresent();
    }

    /** The report of its readiness; empty where it does not respond. */
    public String readiness() {
        return get("/q/health/ready").map(HttpResponse::body).orElse("");
    }

    /** The response to a request; empty where none came in time. */
    public Optional<HttpResponse<String>> get(String path) {
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

    /** Requests its end, and waits until it has; kills it where it does not in time. */
    @Override
    public void close() {
        process.stop();
    }
}
