package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks of everything that runs, in containers and on a cluster, where it keeps its data, and whether that lasts. */
class StorageTest {
    private static final Compose COMPOSE = Compose.read();

    /** Services that keep nothing but what comes again by itself: downloads, which are in the log once published. */
    private static final Set<String> REBUILT = Set.of("dataset-service");

    @TempDir
    Path work;

    @Test
    void everyServiceInContainersKeepsItsDataOnAVolume() throws Exception {
        for (String name : COMPOSE.services()) {
            Map<String, Path> folders = folders(name);
            assertThat(folders).as(name).isNotEmpty();
            folders.forEach((setting, folder) -> assertThat(
                            COMPOSE.mounts(name).of(folder).kind())
                    .as("%s keeps %s in %s", name, setting, folder)
                    .isEqualTo(Mounts.Kind.VOLUME));
        }
    }

    /** Where each service of the compose file keeps its data, by what says so. */
    private Map<String, Path> folders(String name) throws IOException, InterruptedException {
        Map<String, String> environment = COMPOSE.environment(name);
        String image = COMPOSE.service(name).path("image").asText();
        Map<String, Path> folders = new TreeMap<>();
        if (Compose.BUILT.contains(name)) {
            folders.putAll(ServiceSettings.folders(name, environment));
        } else if (image.startsWith("docker.io/apache/kafka:")) {
            for (Path folder : KafkaImage.start(environment, work).folders()) {
                folders.put("log.dirs " + folder, folder);
            }
        } else if (image.startsWith("docker.io/library/postgres:18")) {
            // Since version 18 the image's volume is the folder above, and the data's folder has the version in its
            // name.
            folders.put("PGDATA", Path.of(environment.getOrDefault("PGDATA", "/var/lib/postgresql/18/docker")));
        } else if (image.startsWith("docker.io/prom/prometheus:")) {
            folders.put(
                    "--storage.tsdb.path",
                    Path.of(argument(name, "--storage.tsdb.path=").orElse("/prometheus/data")));
        } else if (image.startsWith("docker.io/grafana/grafana:")) {
            folders.put("GF_PATHS_DATA", Path.of(environment.getOrDefault("GF_PATHS_DATA", "/var/lib/grafana")));
        } else {
            throw new AssertionError("say here where " + image + " keeps its data");
        }
        return folders;
    }

    private static Optional<String> argument(String service, String prefix) {
        for (JsonNode argument : COMPOSE.service(service).path("command")) {
            if (argument.asText().startsWith(prefix)) {
                return Optional.of(argument.asText().substring(prefix.length()));
            }
        }
        return Optional.empty();
    }

    @Test
    void theBrokersSettingsAreThoseThatTheImageMakesOfTheEnvironment() throws Exception {
        KafkaImage image = KafkaImage.start(COMPOSE.environment("kafka"), work);

        assertThat(image.properties())
                .containsEntry("process.roles", "broker,controller")
                .containsEntry("auto.create.topics.enable", "false")
                .containsKey("log.dirs");
        // What is meant for the scripts and for the JVM is no setting of the broker.
        assertThat(image.properties().stringPropertyNames()).noneMatch(name -> name.startsWith("heap"));
    }

    @Test
    void theTestSeesWhereTheImageKeepsRecordsWithoutThatVariable() throws Exception {
        Map<String, String> environment = COMPOSE.environment("kafka");
        environment.remove("KAFKA_LOG_DIRS");

        Set<Path> folders = KafkaImage.start(environment, work).folders();

        assertThat(folders).containsExactly(Path.of("/tmp/kafka-logs"));
        assertThat(COMPOSE.mounts("kafka").of(Path.of("/tmp/kafka-logs")).kind())
                .isNotEqualTo(Mounts.Kind.VOLUME);
    }

    @Test
    void noTwoServersShareAVolumeAndAllServicesShareOne() throws Exception {
        Set<String> taken = new HashSet<>();
        for (String name : COMPOSE.services()) {
            for (Map.Entry<String, Path> folder : folders(name).entrySet()) {
                String volume = COMPOSE.mounts(name).of(folder.getValue()).volume();
                if (Compose.BUILT.contains(name)) {
                    // Checkpoints and results: trainers go on with each other's jobs, the results service reads them.
                    assertThat(volume).as(name).isEqualTo("data");
                } else {
                    assertThat(taken.add(volume)).as(volume + " of " + name).isTrue();
                }
            }
        }
        assertThat(taken).doesNotContain("data");
    }

    /** So nothing that somebody writes elsewhere is lost unnoticed: it cannot be written. */
    @ParameterizedTest
    @MethodSource("dev.atelier.pipeline.Compose#built")
    void servicesCanWriteNowhereElse(String name) {
        assertThat(COMPOSE.service(name).path("read_only").asBoolean()).isTrue();
        assertThat(COMPOSE.mounts(name).of(Path.of("/tmp")).kind()).isEqualTo(Mounts.Kind.TEMPORARY);
    }

    @Test
    void imagesKeepEverythingBelowTheVolumeThatTheyDeclare() throws Exception {
        for (Path file : List.of(Containerfile.SERVICE, Containerfile.GPU)) {
            Containerfile image = Containerfile.read(file);
            Path volume = Path.of(image.say("VOLUME"));
            for (String service : Compose.BUILT) {
                assertThat(ServiceSettings.folders(service, image.environment()).values())
                        .as("%s in %s", service, file.getFileName())
                        .isNotEmpty()
                        .allMatch(folder -> folder.startsWith(volume));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void everyPodKeepsItsDataOnAClaim(String overlay) throws Exception {
        assumeTrue(Manifests.buildable(), Manifests.NOT_RUN);
        Manifests manifests = Manifests.build(overlay);
        Map<String, String> image = Containerfile.read(Containerfile.SERVICE).environment();
        for (JsonNode workload : manifests.workloads()) {
            String name = Manifests.name(workload);
            Mounts mounts = manifests.mounts(workload);
            Map<String, String> environment = new TreeMap<>(image);
            environment.putAll(manifests.environment(workload));
            Map<String, Path> folders = ServiceSettings.folders(name, environment);
            assertThat(folders).as(name).isNotEmpty();
            folders.forEach((setting, folder) -> assertThat(mounts.of(folder).kind())
                    .as("%s keeps %s in %s", name, setting, folder)
                    .isIn(REBUILT.contains(name) ? Mounts.Kind.TEMPORARY : Mounts.Kind.VOLUME, Mounts.Kind.VOLUME));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void brokersAndDatabaseKeepTheirsOnClaimsThatOutliveThem(String overlay) throws Exception {
        assumeTrue(Manifests.buildable(), Manifests.NOT_RUN);
        Manifests manifests = Manifests.build(overlay);
        JsonNode storage = manifests.one("KafkaNodePool", "node").at("/spec/storage");
        assertThat(storage.path("type").asText()).isEqualTo("jbod");
        boolean metadata = false;
        for (JsonNode volume : storage.path("volumes")) {
            assertThat(volume.path("type").asText()).isEqualTo("persistent-claim");
            assertThat(volume.path("deleteClaim").asBoolean(true)).isFalse();
            metadata |= volume.path("kraftMetadata").asText().equals("shared");
        }
        assertThat(metadata).as("a volume has the metadata").isTrue();
        assertThat(manifests
                        .one("Cluster", "atelier-postgres")
                        .at("/spec/storage/size")
                        .asText())
                .isNotEmpty();
    }
}
