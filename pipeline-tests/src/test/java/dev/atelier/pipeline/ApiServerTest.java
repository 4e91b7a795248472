package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Has an API server take every manifest, with the operators' own definitions, and every pod under the rules of the
 * overlay's namespace. Nothing is deployed: the server checks, admits and forgets.
 */
@EnabledIf(value = "dev.atelier.pipeline.ApiServer#configured", disabledReason = ApiServer.NOT_RUN)
class ApiServerTest {
    /** Kinds of these groups are part of every cluster. */
    private static final Set<String> BUILT_IN = Set.of("", "apps", "networking.k8s.io", "policy");

    @TempDir
    static Path work;

    private static ApiServer server;

    @BeforeAll
    static void define() throws Exception {
        server = new ApiServer(work);
        Set<String> definitions = new TreeSet<>();
        for (JsonNode manifest : Manifests.build("production").all()) {
            String version = manifest.path("apiVersion").asText();
            String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
            if (!BUILT_IN.contains(group)) {
                definitions.add(manifest.path("kind").asText().toLowerCase(Locale.ROOT) + "s." + group);
            }
        }
        server.define(List.copyOf(definitions));
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void everyManifestAndEveryPodIsTaken(String overlay) throws Exception {
        Manifests manifests = Manifests.build(overlay);
        String namespace = namespace(manifests);
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode manifest : manifests.all()) {
            if (!manifest.path("kind").asText().equals("Namespace")) {
                ((ObjectNode) manifest.path("metadata")).put("namespace", namespace);
            }
            objects.add(manifest);
        }
        for (JsonNode account : manifests.of("ServiceAccount")) {
            server.create(account); // A pod of an account that is not there is refused.
        }
        for (JsonNode workload : manifests.workloads()) {
            objects.add(pod(workload, namespace));
        }
        assertThat(server.objections(objects))
                .as("%d objects of %s, by %s", objects.size(), overlay, server.version())
                .isEmpty();
        System.out.printf("%s: %d objects taken by Kubernetes %s%n", overlay, objects.size(), server.version());
    }

    private static String namespace(Manifests manifests) throws Exception {
        JsonNode labels = manifests.of("Namespace").getFirst().at("/metadata/labels");
        assertThat(labels.path("pod-security.kubernetes.io/enforce").asText()).isEqualTo("restricted");
        return server.namespace(labels);
    }

    private static ObjectNode pod(JsonNode workload, String namespace) {
        ObjectNode pod =
                new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", Manifests.name(workload)).put("namespace", namespace);
        metadata.set("labels", workload.at("/spec/template/metadata/labels"));
        pod.set("spec", workload.at("/spec/template/spec"));
        return pod;
    }

    @Test
    void whatIsWrongIsRefused() throws Exception {
        Manifests manifests = Manifests.build("dev");
        String namespace = namespace(manifests);
        server.create(((ObjectNode) manifests.one("ServiceAccount", "mlp-trainer"))
                .set("metadata", metadata("mlp-trainer", namespace)));
        ObjectNode root = pod(manifests.workload("mlp-trainer"), namespace);
        ((ObjectNode) root.at("/spec/securityContext")).put("runAsNonRoot", false);
        ObjectNode database = (ObjectNode) manifests.one("Cluster", "atelier-postgres");
        database.set("metadata", metadata("atelier-postgres", namespace));
        ((ObjectNode) database.path("spec")).put("instances", "many");
        ObjectNode topic = (ObjectNode) manifests.one("KafkaTopic", "atelier.events");
        topic.set("metadata", metadata("atelier.events", namespace));
        ((ObjectNode) topic.path("spec")).put("partitons", 4);

        assertThat(server.objections(List.of(root))).anyMatch(line -> line.contains("violates PodSecurity"));
        assertThat(server.objections(List.of(database))).anyMatch(line -> line.contains("spec.instances"));
        assertThat(server.objections(List.of(topic))).anyMatch(line -> line.contains("partitons"));
    }

    private static ObjectNode metadata(String name, String namespace) {
        return new ObjectMapper().createObjectNode().put("name", name).put("namespace", namespace);
    }
}
