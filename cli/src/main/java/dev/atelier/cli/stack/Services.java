package dev.atelier.cli.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The table of the stack's services, in the order in which they are started. */
final class Services {
    private static final Set<String> KAFKA = Set.of(KafkaService.NAME);
    private static final Set<String> KAFKA_AND_POSTGRES = Set.of(KafkaService.NAME, PostgresService.NAME);
    /** Compiled quickly rather than thoroughly, so as not to take the processors from the trainers. */
    private static final List<String> SERVICE_JVM = List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1");

    private static final List<String> TRAINER_JVM = List.of("--add-modules", "jdk.incubator.vector", "-Xmx2g");

    private Services() {}

    /**
     * All services there may be; see {@link Service#isBuilt()}.
     *
     * @param build where Atelier's own services are launched from
     */
    static List<Service> all(StackFolder folder, StackPorts ports, Build build) {
        PostgresService postgres = new PostgresService(folder, ports);
        return List.of(
                new KafkaService(folder, ports),
                postgres,
                new QuarkusService("dataset-service", ports.dataset(), KAFKA, build, folder, ports, SERVICE_JVM),
                new QuarkusService(
                                "results-service",
                                ports.results(),
                                KAFKA_AND_POSTGRES,
                                build,
                                folder,
                                ports,
                                resultsFlags(ports))
                        .with(postgres::login),
                new QuarkusService("mlp-trainer", ports.mlp(), KAFKA, build, folder, ports, TRAINER_JVM),
                new QuarkusService("cnn-trainer", ports.cnn(), KAFKA, build, folder, ports, TRAINER_JVM),
                new QuarkusService("transfer-trainer", ports.transfer(), KAFKA, build, folder, ports, TRAINER_JVM));
    }

    private static List<String> resultsFlags(StackPorts ports) {
        List<String> flags = new ArrayList<>(SERVICE_JVM);
        flags.add("-Dquarkus.datasource.jdbc.url=jdbc:postgresql://localhost:%d/%s"
                .formatted(ports.postgres(), PostgresService.DATABASE));
        flags.add("-Datelier.dataset-service.url=" + ports.datasetUrl());
        return flags;
    }
}
