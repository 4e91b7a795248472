package dev.atelier.pipeline.faults;

import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import dev.atelier.stacktesting.PackagedService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of Atelier's services in a {@link FaultStack}: its process, its lanes to broker and database, and its clock. */
final class FaultService implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(3);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();

    private final String name;
    private final Path folder;
    private final int port;
    private final Lane brokerLane;
    private final Optional<Lane> databaseLane;
    private final SteppedClock clock;
    private Optional<KeptProcess> process = Optional.empty();

    /** {@code name} is the module's with a dash and the replica's number. */
    FaultService(String name, Path folder, int port, int brokerPort, int databasePort) {
        this.name = name;
        this.folder = folder;
        this.port = port;
        brokerLane = new Lane(brokerPort);
        databaseLane = name.startsWith("results-service") ? Optional.of(new Lane(databasePort)) : Optional.empty();
        clock = new SteppedClock(folder.resolve("clocks").resolve(name));
    }

    void start(String datasetService, Path data) {
        process = Optional.of(new KeptProcess(launch(datasetService, data), () -> {}, this::isLive, this::isReady));
    }

    String name() {
        return name;
    }

    KeptProcess process() {
        return process.orElseThrow(() -> new IllegalStateException(name + " was not started"));
    }

    Lane brokerLane() {
        return brokerLane;
    }

    Optional<Lane> databaseLane() {
        return databaseLane;
    }

    SteppedClock clock() {
        return clock;
    }

    String address() {
        return "http://localhost:" + port;
    }

    /** Status of a page; nothing where the service does not respond in time. */
    Optional<HttpResponse<String>> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address() + path)), REQUEST_LIMIT);
    }

    Optional<HttpResponse<String>> post(String path, byte[] body, Duration limit) {
        return send(
                HttpRequest.newBuilder(URI.create(address() + path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                limit);
    }

    private static Optional<HttpResponse<String>> send(HttpRequest.Builder request, Duration limit) {
        try {
            return Optional.of(HTTP.send(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Only a service that answers can say that it is not live. */
    private boolean isLive() {
        return get("/q/health/live")
                .filter(answer -> answer.statusCode() != 200)
                .isEmpty();
    }

    private boolean isReady() {
        return Ports.answers(port)
                && get("/q/health").filter(answer -> answer.statusCode() == 200).isPresent();
    }

    private String module() {
        return name.substring(0, name.lastIndexOf('-'));
    }

    private Launch launch(String datasetService, Path data) {
        List<String> options = new ArrayList<>(
                module().endsWith("-trainer")
                        ? List.of("--add-modules", "jdk.incubator.vector", "-Xmx1g", "-XX:+UseSerialGC")
                        : List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        options.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.console.color=false",
                "-Dquarkus.log.category.\"io.smallrye.health\".level=ERROR",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=localhost:" + brokerLane.port(),
                "-Datelier.data=" + data));
        databaseLane.ifPresent(lane -> options.addAll(List.of(
                "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://localhost:" + lane.port() + "/atelier",
                "-Dquarkus.datasource.username=atelier",
                "-Datelier.dataset-service.url=" + datasetService)));
        if (module().equals("dataset-service")) {
            options.addAll(List.of(
                    "-Datelier.dataset-service.replica=" + name.substring(name.lastIndexOf('-') + 1),
                    "-Datelier.datasets.fashion-mnist.enabled=false"));
        }
        Map<String, String> environment = new HashMap<>(clock.environment());
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        // A suspended trainer keeps the machine's turn, so that no other could take its job over.
        environment.put("ATELIER_TRAINER_SHARE_CORES", "false");
        environment.put("ATELIER_TRAINER_LOCK", FaultStack.LOCK.toString());
        databaseLane
                .flatMap(lane -> new PostgresServer(folder.resolve("postgres"), lane.port()).password("atelier"))
                .ifPresent(password -> environment.put("QUARKUS_DATASOURCE_PASSWORD", password));
        return new PackagedService(module(), name, folder, folder.resolve(Path.of("logs", name + ".log")))
                .launch(options, environment);
    }

    @Override
    public void close() {
        brokerLane.set(Lane.State.OPEN);
        process.ifPresent(KeptProcess::close);
        brokerLane.close();
        databaseLane.ifPresent(Lane::close);
    }
}
