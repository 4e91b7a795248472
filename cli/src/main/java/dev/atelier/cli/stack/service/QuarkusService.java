package dev.atelier.cli.stack.service;

import dev.atelier.contracts.family.Families;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One of Atelier's own services, launched from a copy of its build.
 *
 * @param build holds this service's app
 * @param jvmFlags what this service wants besides what all have
 * @param environment the same, as it is when the service is launched
 * @param additional whether it runs beside another of its name, without waiting for its turn
 */
public record QuarkusService(
        String name,
        int port,
        Set<String> after,
        Build build,
        StackFolder folder,
        StackPorts ofStack,
        List<String> jvmFlags,
        Supplier<Map<String, String>> environment,
        boolean additional)
        implements Service {
    private static final Duration GRACE = Duration.ofSeconds(20);
    static final Duration READINESS_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(10);

    public QuarkusService {
        after = Set.copyOf(after);
        jvmFlags = List.copyOf(jvmFlags);
    }

    QuarkusService(
            String name,
            int port,
            Set<String> after,
            Build build,
            StackFolder folder,
            StackPorts ofStack,
            List<String> jvmFlags) {
        this(name, port, after, build, folder, ofStack, jvmFlags, Map::of, false);
    }

    /** The same with this in its environment. */
    QuarkusService with(Supplier<Map<String, String>> variables) {
        return new QuarkusService(name, port, after, build, folder, ofStack, jvmFlags, variables, additional);
    }

    /** One more trainer like this one on another port, which works while this one does. */
    public QuarkusService onPort(int anotherPort) {
        return new QuarkusService(name, anotherPort, after, build, folder, ofStack, jvmFlags, environment, true);
    }

    @Override
    public boolean isBuilt() {
        return Files.exists(build.app(name).resolve("quarkus-run.jar"));
    }

    @Override
    public String tag() {
        return Launch.jvmTag(additional ? name + "-" + port : name, folder.home());
    }

    @Override
    public Launch launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(tag());
        command.addAll(build.classArchive(name));
        command.addAll(jvmFlags);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.console.color=false",
                // Readiness is requested all the time while a service starts.
                "-Dquarkus.log.category.\"io.smallrye.health\".level=ERROR",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=" + ofStack.bootstrapServers(),
                "-Datelier.data=" + folder.data(),
                "-jar",
                build.app(name).resolve("quarkus-run.jar").toString()));
        // Two programs whose threads wait by spinning slow each other down tenfold on a machine of few cores.
        Map<String, String> variables = new HashMap<>(environment.get());
        variables.put("OMP_WAIT_POLICY", "PASSIVE");
        build.familiesFolder().ifPresent(descriptors -> variables.put(Families.VARIABLE, descriptors.toString()));
        if (additional) {
            variables.put("ATELIER_TRAINER_SHARE_CORES", "false");
            variables.put(Services.CONCURRENT_JOBS, "1");
        }
        return new Launch(name, command, tag(), variables, folder.log(name), Launch.StopSignal.TERM, GRACE);
    }

    @Override
    public void prepare() {
        if (after.contains(PostgresService.NAME) && environment.get().isEmpty()) {
            throw new StackException("PostgreSQL was not ready yet, so there is no password with which " + name
                    + " could connect to it");
        }
    }

    @Override
    public boolean isReady() {
        return Ports.answers(port) && readiness().isUp();
    }

    @Override
    public Health readiness() {
        return new HealthProbe(port, READINESS_TIMEOUT).readiness();
    }

    @Override
    public Health liveness() {
        return new HealthProbe(port, LIVENESS_TIMEOUT).liveness();
    }
}
