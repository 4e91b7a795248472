package dev.atelier.stacktesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A local stack of one's own, used as a person uses it: through the command line and HTTP. Every service is a process that
 * a test may kill; closing takes the stack down and asserts that nothing of it is left.
 */
public final class RunningStack extends StackClient implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Trainers hold a job for this long without a sign of life: a killed one is soon followed by the next. */
    private static final Map<String, String> SHORT_LOCK = Map.of(
            "ATELIER_TRAINER_LOCK",
            "PT6S",
            // Whatever the number of cores, the next job waits while one is trained.
            "ATELIER_TRAINER_CONCURRENT_JOBS",
            "1",
            // Tests train on the sample, and need not wait until the rest is fetched.
            "ATELIER_DATASETS_FASHION_MNIST_ENABLED",
            "false");

    /** Shorter than the waits of tests, so that a status that hangs fails itself and shows its threads. */
    private static final Duration STATUS_LIMIT = Duration.ofMinutes(1);

    private static final int USUAL_PORTS = 8180;
    private static final int PORTS = 13;
    private static final int SPARE_PORT = 7;

    private final Path data;
    private final Map<String, String> environment;
    private final CommandLine commandLine;
    private int others;

    private RunningStack(Path data, Map<String, String> environment, Path root) {
        super(FreePorts.row(PORTS));
        this.data = data;
        this.environment = new HashMap<>(SHORT_LOCK);
        this.environment.putAll(environment);
        this.commandLine = new CommandLine(root, data, portBase(), this.environment);
    }

    /** Starts a stack on ports that are free now, with its data under the folder given. */
    public static RunningStack up(Path data, Map<String, String> environment) {
        return up(new RunningStack(data.toAbsolutePath(), environment, ROOT));
    }

    /** The same with the trainers of these families only, which starts with less processor time and memory. */
    public static RunningStack upWith(Set<String> families, Path data, Map<String, String> environment)
            throws IOException {
        Set<String> others = Families.all().stream()
                .filter(family -> !families.contains(family.family().name()))
                .map(FamilyDescriptor::module)
                .collect(Collectors.toUnmodifiableSet());
        return startWithout(others, data, environment);
    }

    /** The same of a project in which some modules were not built. */
    public static RunningStack startWithout(Set<String> modules, Path data, Map<String, String> environment)
            throws IOException {
        Path root = Files.createDirectories(data.toAbsolutePath().resolve("project"));
        // Where the services keep the archives of their classes, which stacks of the whole project share.
        Files.createDirectories(ROOT.resolve("target"));
        try (Stream<Path> all = Files.list(ROOT)) {
            for (Path each : all.toList()) {
                if (!modules.contains(each.getFileName().toString())) {
                    Files.createSymbolicLink(root.resolve(each.getFileName()), each);
                }
            }
        }
        return up(new RunningStack(data.toAbsolutePath(), environment, root));
    }

    private static RunningStack up(RunningStack stack) {
        Output up = stack.atelier("up");
        assertThat(up.exitCode()).as(up.text()).isZero();
        return stack;
    }

    /** Runs {@code ./atelier} with these arguments to its end. */
    public Output atelier(String... arguments) {
        return commandLine.run(TIMEOUT, arguments);
    }

    /** Writes a shell script that runs commands of this stack. */
    public void writeScript(Path file) throws IOException {
        commandLine.writeScript(file);
    }

    /** Process id of a service, once it runs. */
    public long pid(String service) {
        return await(service + " runs")
                .atMost(TIMEOUT)
                .until(() -> service(service), found -> found.path("pid").asLong() > 0)
                .path("pid")
                .asLong();
    }

    /** Kills a service with SIGKILL, and waits until the supervisor has it running again. */
    public void killAndAwaitRestart(String service) {
        long pid = pid(service);
        UnixSignals.send("KILL", pid);
        // Each command is a process; reading the record costs nothing.
        await(service + " is back")
                .atMost(TIMEOUT)
                .until(() -> runsAsAnother(recorded(service), pid) && runsAsAnother(service(service), pid));
    }

    private static boolean runsAsAnother(JsonNode service, long former) {
        return service.path("pid").asLong() != former
                && service.path("state").asText().equals("running");
    }

    /** Starts another process like that of a service, on a port of its own, and waits until it is ready. */
    public ServiceProcess startAnother(String service) {
        int port = portBase() + SPARE_PORT + others++;
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword("atelier"));
        ServiceProcess another = ServiceProcess.startLike(
                service(service), port, data.resolve("another-" + service + "-" + port + ".log"), variables);
        await("another " + service + " is ready").atMost(TIMEOUT).until(() -> isReady(port));
        return another;
    }

    public JsonNode service(String name) {
        return find(
                name, parse(commandLine.run(STATUS_LIMIT, "status", "--json").out()));
    }

    /** As the supervisor last recorded it. */
    private JsonNode recorded(String name) {
        try {
            return find(name, parse(Files.readString(data.resolve("run/state.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode find(String name, JsonNode status) {
        return StreamSupport.stream(status.path("services").spliterator(), false)
                .filter(service -> service.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no service " + name + " in " + status));
    }

    /** The services as Prometheus's targets, at the ports that they have here. */
    public String targets() throws IOException {
        String targets = Files.readString(ROOT.resolve(Path.of("deploy", "prometheus", "targets.yaml")));
        for (int service = 0; service < SPARE_PORT; service++) {
            targets = targets.replace(":" + (USUAL_PORTS + service), ":" + (portBase() + service));
        }
        return targets;
    }

    public int kafkaPort() {
        return portBase() + 10;
    }

    public int postgresPort() {
        return portBase() + 12;
    }

    /** The password of a role of the database, from the file that the stack keeps for its owner. */
    public String databasePassword(String role) {
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
}
