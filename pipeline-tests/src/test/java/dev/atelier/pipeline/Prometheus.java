package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.RunningStack;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus that is installed on this machine, with the project's configuration and rules, scraping every second. */
final class Prometheus implements AutoCloseable {
    static final Path CONFIGURATION = Path.of("..", "deploy", "prometheus");
    static final String NOT_RUN = "no Prometheus is installed here (apt-get install prometheus)";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;

    private Prometheus(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Whether there is one. */
    static boolean installed() {
        return program("prometheus").isPresent() && program("promtool").isPresent();
    }

    static Optional<Path> program(String name) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs promtool in the folder of the configuration. */
    static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(CONFIGURATION.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + printed)
                .isZero();
        return printed;
    }

    /**
     * Starts one.
     *
     * @param targets the services to scrape, as a file of targets
     */
    static Prometheus start(Path folder, String targets) throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        try (Stream<Path> all = Files.list(CONFIGURATION.resolve("rules"))) {
            for (Path each : all.toList()) {
                Files.copy(each, rules.resolve(each.getFileName()));
            }
        }
        Files.writeString(folder.resolve("targets.yaml"), targets);
        Files.writeString(
                folder.resolve("prometheus.yaml"),
                Files.readString(CONFIGURATION.resolve("prometheus.yaml"))
                        .replaceAll("(scrape_interval|scrape_timeout|evaluation_interval): \\d+s", "$1: 1s"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yaml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var started = new Prometheus(process, URI.create("http://127.0.0.1:" + port));
        await().atMost(Duration.ofSeconds(30)).until(() -> started.answers("/-/ready"));
        return started;
    }

    /** What an expression comes to now. */
    JsonNode query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.path("status").asText())
                .as(expression + "\n" + answer)
                .isEqualTo("success");
        return answer.at("/data/result");
    }

    /** The groups of rules and how they fare. */
    JsonNode rules() {
        return get("/api/v1/rules").at("/data/groups");
    }

    private JsonNode get(String path) {
        return RunningStack.parse(send(path).body());
    }

    private boolean answers(String path) {
        try {
            return send(path).statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> send(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        http.close();
    }
}
