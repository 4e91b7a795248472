package dev.atelier.cli.stack.service;

import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.localstack.process.MachineMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of the stack's services, in the order in which they are started. */
public final class Services {
    private static final Set<String> KAFKA = Set.of(KafkaService.NAME);
    private static final Set<String> KAFKA_AND_POSTGRES = Set.of(KafkaService.NAME, PostgresService.NAME);
    /** Compiled as well as can be: it reads whole logs. */
    private static final List<String> RESULTS_JVM = List.of("-XX:+UseSerialGC");

    /** Compiled quickly rather than thoroughly, so as not to take the processors from the trainers. */
    private static final List<String> DATASET_JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Set<String> MONITORING = Set.of(PrometheusService.NAME, GrafanaService.NAME);
    private static final List<String> TRAINER_JVM = List.of("--add-modules", "jdk.incubator.vector");

    /** How many jobs a trainer works on at once, where it can: as many as may find a core, unless the user decides otherwise. */
    static final String CONCURRENT_JOBS = "ATELIER_TRAINER_CONCURRENT_JOBS";

    private static final int MOST_CONCURRENT_JOBS = 16;

    private Services() {}

    /**
     * All services there may be; see {@link Service#isBuilt()}.
     *
     * @param build where Atelier's own services are launched from
     */
    public static List<Service> all(StackFolder folder, StackPorts ports, Build build) {
        MemoryPlan memory = memory(build, ports);
        PostgresService postgres = new PostgresService(folder, ports);
        List<Service> services = new ArrayList<>(List.of(
                new KafkaService(folder, ports, memory.heap(KafkaService.NAME)),
                postgres,
                new QuarkusService(
                        "dataset-service",
                        ports.dataset(),
                        KAFKA,
                        build,
                        folder,
                        ports,
                        flags(memory, "dataset-service", DATASET_JVM)),
                new QuarkusService(
                                "results-service",
                                ports.results(),
                                KAFKA_AND_POSTGRES,
                                build,
                                folder,
                                ports,
                                resultsFlags(memory, ports))
                        .with(postgres::login)));
        services.add(new PrometheusService(folder, ports, build, System.getenv()));
        services.add(new GrafanaService(folder, ports, build, postgres, System.getenv()));
        for (FamilyDescriptor family : build.families()) {
            services.add(new QuarkusService(
                            family.service(),
                            ports.trainer(family),
                            KAFKA,
                            build,
                            folder,
                            ports,
                            flags(memory, family.service(), TRAINER_JVM))
                    .with(() -> concurrency(Runtime.getRuntime().availableProcessors(), System.getenv())));
        }
        return List.copyOf(services);
    }

    /**
     * Checks that Prometheus and Grafana can be started.
     *
     * @throws StackException if one of them is not installed and there is no container engine
     */
    public static void requireMonitoring(List<Service> services) {
        List<String> missing = services.stream()
                .filter(service -> MONITORING.contains(service.name()) && !service.isBuilt())
                .map(Service::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new StackException("--with-grafana needs " + String.join(" and ", missing)
                    + " in PATH, or docker or podman; none of them is installed here");
        }
    }

    /** The variable with the number of jobs that a trainer works on at once, on so many cores. */
    static Map<String, String> concurrency(int cores, Map<String, String> environment) {
        String jobs = String.valueOf(Math.min(cores, MOST_CONCURRENT_JOBS));
        return Map.of(CONCURRENT_JOBS, environment.getOrDefault(CONCURRENT_JOBS, jobs));
    }

    /** What the services that were built get of the memory that is there. */
    public static MemoryPlan memory(Build build, StackPorts ports) {
        List<String> services = new ArrayList<>(build.services());
        services.add(KafkaService.NAME);
        return MemoryPlan.of(
                MachineMemory.bytes(), services, MemoryPlan.demands(build.families()), ports.monitoring() != null);
    }

    private static List<String> resultsFlags(MemoryPlan memory, StackPorts ports) {
        List<String> flags = new ArrayList<>(flags(memory, "results-service", RESULTS_JVM));
        flags.add("-Dquarkus.datasource.jdbc.url=jdbc:postgresql://localhost:%d/%s"
                .formatted(ports.postgres(), PostgresService.DATABASE));
        flags.add("-Datelier.dataset-service.url=" + ports.datasetUrl());
        return flags;
    }

    private static List<String> flags(MemoryPlan memory, String service, List<String> others) {
        List<String> flags = new ArrayList<>(others);
        flags.add("-Xmx" + memory.heap(service) + "m");
        return flags;
    }
}
