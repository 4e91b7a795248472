package dev.atelier.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka node, broker and controller at once, in a JVM of its own. It owns a folder: formatted at the first start,
 * kept by every later one, so that records outlive a stop as well as a {@code SIGKILL}. It listens on loopback only.
 */
public final class KafkaBroker {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private Optional<ChildProcess> process = Optional.empty();

    /** A broker that keeps everything in this folder; both ports must be free when it starts. */
    public KafkaBroker(Path folder, int port, int controllerPort) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Formats the folder if it is new, writes the configuration, and says how to start the broker. */
    public Launch prepare() {
        String classPath = BrokerClassPath.find();
        try {
            Files.createDirectories(folder);
            Path properties = folder.resolve("server.properties");
            Path logging = folder.resolve("log4j2.properties");
            Files.write(properties, BrokerSettings.lines(folder.resolve("data"), port, controllerPort));
            Files.write(logging, BrokerSettings.logging());
            if (!Files.exists(folder.resolve("data/meta.properties"))) {
                format(classPath, properties, logging);
            }
            List<String> command = new ArrayList<>(java(classPath, logging, "-Xms96m", "-Xmx512m"));
            command.addAll(List.of("kafka.Kafka", properties.toString()));
            return Launch.of("kafka", command, folder.resolve("kafka.log"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare Kafka's folder " + folder, e);
        }
    }

    /** Starts the broker and waits until it answers. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("Kafka runs already, as process " + pid());
        }
        Launch launch = prepare();
        Ports.requireFree(port, launch);
        Ports.requireFree(controllerPort, launch);
        ChildProcess started = ChildProcess.start(launch);
        process = Optional.of(started);
        Lifeline.hold(started.pid());
        started.awaitReady(this::isReady, START_LIMIT);
    }

    /** Asks the broker to leave in good order. */
    public void stop() {
        process.ifPresent(ChildProcess::stop);
        release();
    }

    /** Kills the broker in the middle of whatever it does. */
    public void kill() {
        process.ifPresent(ChildProcess::kill);
        release();
    }

    public boolean isAlive() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    public long pid() {
        return process.orElseThrow(() -> new IllegalStateException("Kafka was not started"))
                .pid();
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** Whether the broker serves clients: its port answers and it counts itself in the cluster. */
    public boolean isReady() {
        if (!Ports.answers(port)) {
            return false;
        }
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000);
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void format(String classPath, Path properties, Path logging) {
        List<String> command = new ArrayList<>(java(classPath, logging, "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.addAll(List.of(
                "kafka.tools.StorageTool",
                "format",
                "--standalone",
                "--ignore-formatted",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                properties.toString()));
        Launch launch = Launch.of("Kafka's storage tool", command, folder.resolve("format.log"));
        ChildProcess tool = ChildProcess.start(launch);
        if (!tool.awaitExit(START_LIMIT) || !Files.exists(folder.resolve("data/meta.properties"))) {
            tool.kill();
            throw new StartFailedException(launch, "did not format the folder");
        }
    }

    private static List<String> java(String classPath, Path logging, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.configurationFile=" + logging.toUri(),
                "-cp",
                classPath));
        return command;
    }

    private void release() {
        process.ifPresent(ended -> Lifeline.release(ended.pid()));
        process = Optional.empty();
    }
}
