package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks of everything that runs how much memory it may take, what its heap leaves of it, and what ends it if it hangs. */
class ResourcesTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;
    /** What the compose file is for, and what its system, its engine and its user need of it. */
    private static final long MACHINE = 16 * GIB;

    private static final long SYSTEM = 3 * GIB / 2;
    /** Classes, compiled code, threads and buffers of a service; with PyTorch also its libraries and tensors. */
    private static final long OUTSIDE_HEAP = 384 * MIB;

    private static final long OUTSIDE_HEAP_WITH_PYTORCH = 3 * GIB / 2;

    private static final Compose COMPOSE = Compose.read();
    private static final Path CONTAINERS = Compose.DEPLOY.resolve("containers");
    private static final Pattern HEAP = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");
    private static final Pattern QUANTITY = Pattern.compile("(\\d+)(m|g|Mi|Gi)");

    private static long bytes(String quantity) {
        Matcher matcher = QUANTITY.matcher(quantity);
        assertThat(matcher.matches())
                .as("'%s' is a number of Mi, Gi, m or g", quantity)
                .isTrue();
        return Long.parseLong(matcher.group(1))
                * (matcher.group(2).toLowerCase().startsWith("m") ? MIB : GIB);
    }

    private static int heapPercentage(String flags) {
        List<String> percentages =
                HEAP.matcher(flags).results().map(found -> found.group(1)).toList();
        assertThat(percentages).as(flags).isNotEmpty();
        return Integer.parseInt(percentages.getLast()); // The JVM takes the last.
    }

    private static boolean onPytorch(String service) throws IOException {
        return Files.readString(Path.of("..", service, "pom.xml")).contains("<artifactId>trainer-runtime-djl<");
    }

    private static void leavesEnoughOutsideTheHeap(String service, long limit) throws IOException {
        String flags = Files.readString(CONTAINERS.resolve("java.args"));
        if (onPytorch(service)) {
            flags += Files.readString(CONTAINERS.resolve("pytorch.args"));
        }
        assertThat(limit * (100 - heapPercentage(flags)) / 100)
                .as("outside the heap of %s", service)
                .isGreaterThanOrEqualTo(onPytorch(service) ? OUTSIDE_HEAP_WITH_PYTORCH : OUTSIDE_HEAP);
    }

    @Test
    void theLimitsOfAllContainersFitTheMachine() throws IOException {
        Map<String, Long> limits = new TreeMap<>();
        for (String name : COMPOSE.services()) {
            limits.put(name, bytes(COMPOSE.service(name).path("mem_limit").asText()));
        }
        assertThat(limits.values().stream().mapToLong(Long::longValue).sum())
                .as("%s", limits)
                .isLessThanOrEqualTo(MACHINE - SYSTEM);
        for (String name : Compose.BUILT) {
            leavesEnoughOutsideTheHeap(name, limits.get(name));
        }
        int broker = heapPercentage(COMPOSE.environment("kafka").get("KAFKA_HEAP_OPTS"));
        assertThat(limits.get("kafka") * (100 - broker) / 100).isGreaterThanOrEqualTo(OUTSIDE_HEAP);
    }

    @Test
    void everyContainerIsCheckedEndedAndStartedAgain() throws IOException {
        for (String name : COMPOSE.services()) {
            JsonNode service = COMPOSE.service(name);
            List<String> check = new ArrayList<>();
            service.at("/healthcheck/test").forEach(word -> check.add(word.asText()));
            assertThat(service.path("restart").asText()).as(name).isEqualTo("unless-stopped");
            assertThat(service.path("init").asBoolean()).as("init of " + name).isTrue();
            assertThat(check)
                    .as("health check of " + name)
                    .startsWith("CMD", "sh")
                    .hasSizeGreaterThan(5);
            assertThat(service.at("/logging/options/max-size").asText())
                    .as(name)
                    .isNotEmpty();
            if (Compose.BUILT.contains(name)) {
                assertThat(check)
                        .containsSubsequence("/opt/atelier/healthcheck", "/opt/atelier/answers", "http")
                        .endsWith(ServiceSettings.of(name).getProperty("quarkus.http.port"), "/q/health/live");
            } else {
                assertThat(check.get(2)).isEqualTo("/healthcheck");
                assertThat(COMPOSE.mounts(name).of(Path.of("/healthcheck")).kind())
                        .isEqualTo(Mounts.Kind.FILE);
            }
            // A check that is cut off ends nothing.
            assertThat(service.at("/healthcheck/timeout").asText()).isEqualTo("5m");
            assertThat(Integer.parseInt(check.get(3))).as("seconds of " + name).isLessThan(240);
        }
    }

    @Test
    void imagesHaveTheScriptsOfTheirHealthCheck() throws IOException {
        for (Path file : List.of(Containerfile.SERVICE, Containerfile.GPU)) {
            assertThat(Files.readString(file))
                    .contains("deploy/containers/answers deploy/containers/healthcheck")
                    .contains("cat /opt/atelier/pytorch.args >> /opt/atelier/java.args");
        }
        assertThat(CONTAINERS.resolve("answers")).isExecutable();
        assertThat(CONTAINERS.resolve("healthcheck")).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void everyPodHasLimitsThatLeaveEnoughOutsideTheHeap(String overlay) throws Exception {
        assumeTrue(Manifests.buildable(), Manifests.NOT_RUN);
        Manifests manifests = Manifests.build(overlay);
        Map<String, JsonNode> resources = new TreeMap<>();
        for (JsonNode workload : manifests.workloads()) {
            resources.put(Manifests.name(workload), workload.at("/spec/template/spec/containers/0/resources"));
        }
        resources.put("brokers", manifests.one("KafkaNodePool", "node").at("/spec/resources"));
        JsonNode operators = manifests.one("Kafka", "atelier").at("/spec/entityOperator");
        resources.put("topic operator", operators.at("/topicOperator/resources"));
        resources.put("user operator", operators.at("/userOperator/resources"));
        resources.put("database", manifests.one("Cluster", "atelier-postgres").at("/spec/resources"));
        for (var entry : resources.entrySet()) {
            long limit = bytes(entry.getValue().at("/limits/memory").asText());
            assertThat(bytes(entry.getValue().at("/requests/memory").asText()))
                    .as(entry.getKey())
                    .isLessThanOrEqualTo(limit);
            assertThat(entry.getValue().at("/requests/cpu").asText())
                    .as(entry.getKey())
                    .isNotEmpty();
            if (Compose.BUILT.contains(entry.getKey())) {
                leavesEnoughOutsideTheHeap(entry.getKey(), limit);
            }
        }
    }

    @Test
    void theLimitsAreThoseOfTheDocumentation() throws Exception {
        assumeTrue(Manifests.buildable(), Manifests.NOT_RUN);
        Manifests manifests = Manifests.build("production");
        String documentation = Files.readString(Path.of("..", "docs", "operating.md"));
        for (String name : Compose.BUILT) {
            long pod = bytes(manifests
                    .workload(name)
                    .at("/spec/template/spec/containers/0/resources/limits/memory")
                    .asText());
            long container = bytes(COMPOSE.service(name).path("mem_limit").asText());
            assertThat(documentation).contains("| `%s` | %s | %s |".formatted(name, written(container), written(pod)));
        }
        for (String name : List.of("kafka", "postgres", "prometheus", "grafana")) {
            assertThat(documentation)
                    .contains("| %s | %s |"
                            .formatted(
                                    name,
                                    written(bytes(COMPOSE.service(name)
                                            .path("mem_limit")
                                            .asText()))));
        }
    }

    private static String written(long bytes) {
        return bytes % GIB == 0
                ? bytes / GIB + " GiB"
                : bytes > GIB ? "%.1f GiB".formatted((double) bytes / GIB) : bytes / MIB + " MiB";
    }
}
