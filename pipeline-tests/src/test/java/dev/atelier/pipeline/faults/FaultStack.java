package dev.atelier.pipeline.faults;

import static org.awaitility.Awaitility.await;

import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.SmallFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stack whose every part can be disturbed: one broker, one database, two dataset services, two results services, two MLP
 * trainers and perhaps a CNN trainer, each a process that is started again when it ends, each service with lanes and a clock
 * of its own. Trainers share a small disk; broker and database may have one each. The broker has a listener for each service, which advertises the service's lane, and one that is
 * always open, for the test itself.
 */
final class FaultStack implements AutoCloseable {
    /** How long a trainer may be silent before its job goes to another. */
    static final Duration LOCK = Duration.ofSeconds(6);

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final List<String> SERVICES = List.of(
            "dataset-service-0",
            "dataset-service-1",
            "results-service-0",
            "results-service-1",
            "mlp-trainer-0",
            "mlp-trainer-1");

    /**
     * What a stack is made of.
     *
     * @param diskMegabytes size of the disk that trainers share
     * @param serverDisks whether broker and database have disks of that size too; they must hold all that is written
     * @param cnn whether there is a CNN trainer
     */
    record Parts(int diskMegabytes, boolean serverDisks, boolean cnn) {}

    private final Path folder;
    private final SmallDisk disk;
    private final Optional<SmallDisk> brokerDisk;
    private final Optional<SmallDisk> databaseDisk;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private final int openPort;
    private final KeptProcess broker;
    private final KeptProcess database;
    private final Map<String, FaultService> services = new LinkedHashMap<>();

    private FaultStack(Path folder, Parts parts) {
        this.folder = folder.toAbsolutePath();
        disk = new SmallDisk(this.folder.resolve("data"), parts.diskMegabytes());
        brokerDisk = serverDisk("kafka", parts);
        databaseDisk = serverDisk("postgres", parts);
        List<String> names = new ArrayList<>(SERVICES);
        if (parts.cnn()) {
            names.add("cnn-trainer-0");
        }
        List<Integer> ports = Ports.free(3 + 2 * names.size());
        openPort = ports.get(0);
        kafka = new KafkaBroker(this.folder.resolve("kafka"), openPort, ports.get(1));
        postgres = new PostgresServer(this.folder.resolve("postgres"), ports.get(2));
        List<Integer> listeners = new ArrayList<>();
        int next = 3;
        for (String name : names) {
            int listener = ports.get(next++);
            listeners.add(listener);
            services.put(name, new FaultService(name, this.folder, ports.get(next++), listener, postgres.port()));
        }
        broker = new KeptProcess(brokerLaunch(ports.get(1), listeners), kafka::prepare, () -> true, kafka::isReady);
        database = new KeptProcess(
                postgres.launch().withLog(this.folder.resolve("logs/postgres.log")),
                postgres::prepare,
                () -> true,
                postgres::isReady);
    }

    private Optional<SmallDisk> serverDisk(String name, Parts parts) {
        return parts.serverDisks()
                ? Optional.of(new SmallDisk(folder.resolve(name), parts.diskMegabytes()))
                : Optional.empty();
    }

    /** Brings a stack up in a folder that is emptied first, and waits until all of it is ready. */
    static FaultStack up(Path folder, Parts parts) throws IOException {
        delete(folder);
        FaultStack stack = new FaultStack(folder, parts);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "end of the stack"));
        try {
            await("broker and database are ready")
                    .atMost(START_LIMIT)
                    .until(() -> stack.broker.isReady() && stack.database.isReady());
            stack.postgres.createDatabase("atelier");
            String datasetService = stack.services.get("dataset-service-0").address();
            stack.services.values().forEach(service -> service.start(datasetService, stack.disk.folder()));
            stack.awaitReady(START_LIMIT);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        SmallFileSystem.unmountBelow(folder.toAbsolutePath());
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Waits until every process runs and every service calls itself ready. */
    void awaitReady(Duration limit) {
        await("all are ready")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(250))
                .until(this::notReady, List::isEmpty);
    }

    List<String> notReady() {
        return all().filter(process -> !process.isReady())
                .map(KeptProcess::name)
                .toList();
    }

    Stream<KeptProcess> all() {
        return Stream.concat(
                Stream.of(broker, database), services.values().stream().map(FaultService::process));
    }

    List<FaultService> services() {
        return List.copyOf(services.values());
    }

    List<FaultService> trainers() {
        return services().stream()
                .filter(service -> service.name().contains("-trainer"))
                .toList();
    }

    /** The services whose name begins with this. */
    List<FaultService> services(String name) {
        return services().stream()
                .filter(service -> service.name().startsWith(name))
                .toList();
    }

    KeptProcess broker() {
        return broker;
    }

    KeptProcess database() {
        return database;
    }

    /** Where checkpoints and results are. */
    SmallDisk disk() {
        return disk;
    }

    /** Where topics are, if that is a disk of its own. */
    Optional<SmallDisk> brokerDisk() {
        return brokerDisk.filter(SmallDisk::isSmall);
    }

    /** Where tables are, if that is a disk of its own. */
    Optional<SmallDisk> databaseDisk() {
        return databaseDisk.filter(SmallDisk::isSmall);
    }

    Path folder() {
        return folder;
    }

    /** Where the test reaches the broker, whatever becomes of the lanes. */
    String bootstrapServers() {
        return "localhost:" + openPort;
    }

    /** Where the test reaches the database, whatever becomes of the lanes. */
    String jdbcUrl() {
        return postgres.jdbcUrl("atelier");
    }

    private Launch brokerLaunch(int controllerPort, List<Integer> ports) {
        List<FaultService> all = services();
        StringBuilder listeners = new StringBuilder("PLAINTEXT://127.0.0.1:" + openPort);
        StringBuilder advertised = new StringBuilder("PLAINTEXT://localhost:" + openPort);
        StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        for (int i = 0; i < all.size(); i++) {
            listeners.append(",LANE%d://127.0.0.1:%d".formatted(i, ports.get(i)));
            advertised.append(",LANE%d://localhost:%d"
                    .formatted(i, all.get(i).brokerLane().port()));
            protocols.append(",LANE%d:PLAINTEXT".formatted(i));
        }
        Launch plain = kafka.launch().withLog(folder.resolve("logs/kafka.log"));
        List<String> command = new ArrayList<>(plain.command());
        List.of(
                        "listeners=" + listeners + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "advertised.listeners=" + advertised,
                        "listener.security.protocol.map=" + protocols,
                        "inter.broker.listener.name=PLAINTEXT")
                .forEach(setting -> command.addAll(List.of("--override", setting)));
        return new Launch(
                plain.name(),
                command,
                plain.tag(),
                plain.environment(),
                plain.log(),
                plain.stopSignal(),
                plain.grace());
    }

    @Override
    public void close() {
        services.values().forEach(FaultService::close);
        broker.close();
        database.close();
        disk.close();
        brokerDisk.ifPresent(SmallDisk::close);
        databaseDisk.ifPresent(SmallDisk::close);
    }

    /** Processes whose command line names the stack's folder. */
    List<String> leftProcesses() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .toList();
    }
}
