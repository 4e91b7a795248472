package dev.atelier.localstack.kafka;

import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.ClassArchive;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import dev.atelier.localstack.process.ServerProcess;
import dev.atelier.localstack.process.StartFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(30);
    private static final int USUAL_HEAP_MEBIBYTES = 512;

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final Optional<BrokerSecurity> security;
    private final int heapMebibytes;
    private final ServerProcess process = new ServerProcess("Kafka");

    /** A broker that keeps everything in this folder; both ports must be free when it starts. */
    public KafkaBroker(Path folder, int port, int controllerPort) {
        this(folder, port, controllerPort, Optional.empty(), USUAL_HEAP_MEBIBYTES);
    }

    private KafkaBroker(
            Path folder, int port, int controllerPort, Optional<BrokerSecurity> security, int heapMebibytes) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.controllerPort = controllerPort;
        this.security = security;
        this.heapMebibytes = heapMebibytes;
    }

    /** The same with a heap that grows no larger than this. */
    public KafkaBroker withHeap(int mebibytes) {
        return new KafkaBroker(folder, port, controllerPort, security, mebibytes);
    }

    /**
     * The same, of a broker that authenticates clients. The folder must be new, because users are created when it is
     * formatted.
     */
    public static KafkaBroker secured(Path folder, int port, int controllerPort, BrokerSecurity security) {
        return new KafkaBroker(folder, port, controllerPort, Optional.of(security), USUAL_HEAP_MEBIBYTES);
    }

    /** How the broker is started, once it is prepared. */
    public Launch launch() {
        // Compiled quickly rather than thoroughly: on a machine of few cores the second compiler takes more from the
        // trainers, for minutes, than the broker ever gains.
        List<String> command =
                new ArrayList<>(java("kafka", "-Xms96m", "-Xmx" + heapMebibytes + "m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("kafka.Kafka", serverProperties().toString()));
        return launch("kafka", command, "kafka.log");
    }

    /** The argument by which the broker of this folder is found. */
    public String tag() {
        return tag("kafka");
    }

    /** Formats the folder if it is new, and writes the configuration. */
    public void prepare() {
        try {
            Files.createDirectories(folder);
            Files.write(
                    serverProperties(), BrokerSettings.lines(folder.resolve("data"), port, controllerPort, security));
            Files.write(loggingProperties(), BrokerSettings.logging());
            if (!isFormatted()) {
                format();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare Kafka's folder " + folder, e);
        }
    }

    /** Starts the broker and waits until it answers. */
    public void start() {
        process.requireEnded();
        prepare();
        process.start(launch(), List.of(port, controllerPort), this::isReady, START_LIMIT);
    }

    /** Requests an orderly shutdown of the broker. */
    public void stop() {
        process.stop();
    }

    /** Kills the broker without a shutdown. */
    public void kill() {
        process.kill();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
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
        Map<String, Object> settings = new HashMap<>(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000));
        security.ifPresent(secured -> settings.putAll(secured.client(BrokerSecurity.ADMINISTRATOR)));
        Admin admin = Admin.create(settings);
        try {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(CLOSE_LIMIT);
        }
    }

    private void format() {
        List<String> command = new ArrayList<>(java("kafka-format", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.addAll(List.of(
                "kafka.tools.StorageTool",
                "format",
                "--standalone",
                "--ignore-formatted",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                serverProperties().toString()));
        security.ifPresent(secured -> command.addAll(secured.formatArguments()));
        Launch launch = launch("kafka-format", command, "format.log");
        ChildProcess tool = ChildProcess.start(launch);
        if (!tool.awaitExit(START_LIMIT) || !isFormatted()) {
            tool.kill();
            throw new StartFailedException(launch, "did not format the folder");
        }
    }

    private boolean isFormatted() {
        return Files.exists(folder.resolve("data/meta.properties"));
    }

    private Path serverProperties() {
        return folder.resolve("server.properties");
    }

    private Path loggingProperties() {
        return folder.resolve("log4j2.properties");
    }

    private String tag(String name) {
        return Launch.jvmTag(name, folder);
    }

    private Launch launch(String name, List<String> command, String log) {
        // In the environment, because a command line of that length is cut off where processes are listed.
        Map<String, String> environment = Map.of("CLASSPATH", BrokerClassPath.find());
        return new Launch(
                name, command, tag(name), environment, folder.resolve(log), Launch.StopSignal.TERM, SHUTDOWN_GRACE);
    }

    private List<String> java(String program, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(tag(program));
        command.addAll(ClassArchive.options(ClassArchive.ofUser().resolve(program + ".jsa"), BrokerClassPath.jars()));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.configurationFile=" + loggingProperties().toUri()));
        return command;
    }
}
