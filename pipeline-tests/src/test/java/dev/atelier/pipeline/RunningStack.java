package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A local stack of one's own, used as a person uses it: through the command line and HTTP. Every service is a process that
 * a test may kill; closing takes the stack down and asserts that nothing of it is left.
 */
final class RunningStack implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Surefire hides the class path behind a jar of its own. */
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    /** Trainers hold a job for this long without a sign of life: a killed one is soon followed by the next. */
    private static final Map<String, String> SHORT_LOCK = Map.of(
            "ATELIER_TRAINER_LOCK",
            "PT6S",
            // Tests train on the sample, and need not wait until the rest is fetched.
            "ATELIER_DATASETS_FASHION_MNIST_ENABLED",
            "false");

    private static final int USUAL_PORTS = 8180;
    private static final int PORTS = 13;
    private static final int SPARE_PORT = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final int portBase = freePorts();

    private final Map<String, String> environment;
    private final Path root;
    private int others;

    private RunningStack(Path data, Map<String, String> environment, Path root) {
        this.data = data;
        this.environment = new HashMap<>(SHORT_LOCK);
        this.environment.putAll(environment);
        this.root = root;
    }

    /** Brings a stack up on ports that are free now, with its data under the folder given. */
    static RunningStack up(Path data, Map<String, String> environment) {
        return up(new RunningStack(data.toAbsolutePath(), environment, ROOT));
    }

    /** The same of a project in which some modules were not built. */
    static RunningStack upWithout(Path data, Set<String> modules) throws IOException {
        Path root = Files.createDirectories(data.toAbsolutePath().resolve("project"));
        try (Stream<Path> all = Files.list(ROOT)) {
            for (Path each : all.toList()) {
                if (!modules.contains(each.getFileName().toString())) {
                    Files.createSymbolicLink(root.resolve(each.getFileName()), each);
                }
            }
        }
        return up(new RunningStack(data.toAbsolutePath().resolve("data"), Map.of(), root));
    }

    private static RunningStack up(RunningStack stack) {
        Output up = stack.atelier("up");
        assertThat(up.exitCode()).as(up.text()).isZero();
        return stack;
    }

    /** What a command printed and how it ended. */
    record Output(int exitCode, String out, String text) {}

    /** Runs {@code ./atelier} with these arguments to its end. */
    Output atelier(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Datelier.root=" + root,
                "-cp",
                CLASS_PATH,
                "dev.atelier.cli.Atelier",
                "--data",
                data.toString(),
                "--port-base",
                String.valueOf(portBase)));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(data);
            Path out = Files.createTempFile(data, "command", ".out");
            Path err = Files.createTempFile(data, "command", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("atelier " + String.join(" ", arguments) + " ends")
                    .isTrue();
            String printed = Files.readString(out);
            return new Output(process.exitValue(), printed, printed + Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Submits over HTTP and returns the answer, which must be an acceptance. */
    JsonNode submit(String json) {
        return submit(json, false);
    }

    /** Submits a job that is trained even if it has a result. */
    JsonNode submitFresh(String json) {
        return submit(json, true);
    }

    /** Submits what must be rejected. */
    void refused(String json) {
        HttpResponse<String> answer = post(json, false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    private JsonNode submit(String json, boolean fresh) {
        HttpResponse<String> answer = post(json, fresh);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return parse(answer.body());
    }

    private HttpResponse<String> post(String json, boolean fresh) {
        return send(HttpRequest.newBuilder(URI.create(dataset("/api/submissions?fresh=" + fresh)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    /** Ids of the jobs that an acceptance names. */
    static List<String> jobs(JsonNode accepted) {
        return StreamSupport.stream(accepted.path("members").spliterator(), false)
                .map(member -> member.path("job").asText())
                .toList();
    }

    Optional<JsonNode> job(String id) {
        return results("/api/jobs/" + id);
    }

    List<JsonNode> epochs(String id) {
        return results("/api/jobs/" + id + "/epochs").stream()
                .flatMap(epochs -> StreamSupport.stream(epochs.path("items").spliterator(), false))
                .toList();
    }

    /** Waits until a job is as it should be. */
    JsonNode awaitJob(String id, Predicate<JsonNode> condition) {
        return await("job " + id)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> job(id), found -> found.filter(condition).isPresent())
                .orElseThrow();
    }

    JsonNode awaitEnd(String id) {
        return awaitJob(id, RunningStack::hasEnded);
    }

    private static boolean hasEnded(JsonNode job) {
        return List.of("COMPLETED", "FAILED", "CANCELLED")
                .contains(job.path("state").asText());
    }

    /** Waits until more epochs of the job than this are known, or the job has ended. */
    void awaitEpochOrEnd(String id, int beyond) {
        await("epoch after " + beyond + " of job " + id)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> epochs(id).size() > beyond
                        || job(id).filter(RunningStack::hasEnded).isPresent());
    }

    /** Process id of a service, once it runs. */
    long pid(String service) {
        return await(service + " runs")
                .atMost(TIMEOUT)
                .until(() -> service(service), found -> found.path("pid").asLong() > 0)
                .path("pid")
                .asLong();
    }

    /** Kills a service with SIGKILL, and waits until the supervisor has it running again. */
    void killAndAwaitRestart(String service) {
        long pid = pid(service);
        signal("KILL", pid);
        await(service + " is back")
                .atMost(TIMEOUT)
                .until(
                        () -> service(service),
                        found -> found.path("pid").asLong() != pid
                                && found.path("state").asText().equals("running"));
    }

    /** Another process of a service, beside the one that the supervisor keeps. */
    record Another(Process process, int port) implements AutoCloseable {
        /** Asks it to stop, and waits until it has. */
        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    /** Starts another process like that of a service, on a port of its own, and waits until it is ready. */
    Another another(String service) {
        JsonNode running = service(service);
        ProcessHandle.Info like =
                ProcessHandle.of(running.path("pid").asLong()).orElseThrow().info();
        int port = portBase + SPARE_PORT + others++;
        List<String> command = new ArrayList<>(List.of(like.command().orElseThrow()));
        for (String argument : like.arguments().orElseThrow()) {
            command.add(argument.replace("=" + running.path("port").asText(), "=" + port)
                    .replace("=" + service + "@", "=" + service + "-" + port + "@"));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        data.resolve("another-" + service + "-" + port + ".log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_DATASOURCE_PASSWORD", databasePassword("atelier"));
        try {
            Another another = new Another(builder.start(), port);
            await("another " + service + " is ready").atMost(TIMEOUT).until(() -> isReady(port));
            return another;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady(int port) {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/health/ready")))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    static void signal(String signal, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode service(String name) {
        JsonNode status = parse(atelier("status", "--json").out());
        return StreamSupport.stream(status.path("services").spliterator(), false)
                .filter(service -> service.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no service " + name + " in " + status));
    }

    /** The services as Prometheus is told of them, at the ports that they have here. */
    String targets() throws IOException {
        String targets = Files.readString(ROOT.resolve(Path.of("deploy", "prometheus", "targets.yaml")));
        for (int service = 0; service < SPARE_PORT; service++) {
            targets = targets.replace(":" + (USUAL_PORTS + service), ":" + (portBase + service));
        }
        return targets;
    }

    int kafkaPort() {
        return portBase + 10;
    }

    int postgresPort() {
        return portBase + 12;
    }

    /** The password of a role of the database, from the file that the stack keeps for its owner. */
    String databasePassword(String role) {
        try {
            return Files.readAllLines(data.resolve("postgres/passwords")).stream()
                    .map(line -> line.split(":"))
                    .filter(fields -> fields[3].equals(role))
                    .map(fields -> fields[4])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String dataset(String path) {
        return "http://localhost:" + (portBase + 1) + path;
    }

    String resultsAddress() {
        return "http://localhost:" + portBase;
    }

    /** A page of the results service; nothing while the service is away or does not know it yet. */
    Optional<JsonNode> results(String path) {
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(resultsAddress() + path)));
            return answer.statusCode() == 200 ? Optional.of(parse(answer.body())) : Optional.empty();
        } catch (UncheckedIOException away) {
            return Optional.empty();
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    @Override
    public void close() {
        Output down = atelier("down");
        assertThat(down.exitCode()).as(down.text()).isZero();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(data.toString())))
                .as("processes of the stack that are left")
                .isEmpty();
    }

    private static int freePorts() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 30_000))
                .limit(100)
                .filter(base -> IntStream.range(base, base + PORTS).allMatch(RunningStack::isFree))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no free row of " + PORTS + " ports"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
