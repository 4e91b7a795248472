package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.pipeline.NetworkRules.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks of every two pods and every port whether one can call the other, and wants exactly the design's arrows. */
@EnabledIf(value = "dev.atelier.pipeline.Manifests#buildable", disabledReason = Manifests.NOT_RUN)
class NetworkPoliciesTest {
    private static final Map<String, Integer> SERVICES = services();

    private static final Set<Integer> PORTS = ports();

    /** What other projects' manifests label their pods with. */
    private static final Pod PROMETHEUS = other("prometheus", "monitoring", "app.kubernetes.io/name", "prometheus");

    private static final Pod GRAFANA = other("grafana", "monitoring", "app.kubernetes.io/name", "grafana");
    private static final Pod KEDA = other("keda", "keda", "app", "keda-operator");
    private static final Pod STRIMZI = other("strimzi", "strimzi", "strimzi.io/kind", "cluster-operator");
    private static final Pod CNPG = other("cloudnative-pg", "cnpg-system", "app.kubernetes.io/name", "cloudnative-pg");
    private static final Pod DNS = other("dns", "kube-system", "k8s-app", "kube-dns");
    private static final Pod INGRESS = other("ingress", "ingress-nginx", "app.kubernetes.io/component", "controller");

    private static final List<Pod> OTHERS = List.of(
            PROMETHEUS,
            GRAFANA,
            KEDA,
            STRIMZI,
            CNPG,
            DNS,
            INGRESS,
            other("stranger", "default", "app", "stranger"),
            // Labels are anybody's to set in a namespace of their own.
            other("false-results-service", "default", "app.kubernetes.io/name", "results-service"),
            other("false-service", "default", "app.kubernetes.io/part-of", "atelier"),
            other("false-grafana", "default", "app.kubernetes.io/name", "grafana"),
            other("neighbour-of-prometheus", "monitoring", "app.kubernetes.io/name", "node-exporter"),
            other("neighbour-of-ingress", "ingress-nginx", "app.kubernetes.io/component", "admission-webhook"),
            Pod.outside("api-server", "10.96.0.1"),
            Pod.outside("machine-secrets", "169.254.169.254"),
            Pod.outside("internet", "93.184.216.34"),
            Pod.outside("internet-6", "2606:2800:220:1::1"),
            Pod.outside("intranet", "192.168.1.10"));

    private static Map<String, Integer> services() {
        Map<String, Integer> services = new TreeMap<>(Map.of("dataset-service", 8181, "results-service", 8180));
        Families.all().forEach(family -> services.put(family.service(), family.port()));
        return services;
    }

    private static Set<Integer> ports() {
        Set<Integer> ports =
                new TreeSet<>(Set.of(22, 53, 80, 443, 5432, 6443, 8000, 8080, 8443, 9090, 9091, 9092, 9093, 9187));
        ports.addAll(SERVICES.values());
        return ports;
    }

    private static Pod other(String name, String namespace, String label, String value) {
        return new Pod(name, namespace, Map.of(label, value), "10.244.0.7", Map.of());
    }

    /** The pods of the overlay: those of its workloads, and those that the operators make, with their labels. */
    private static List<Pod> own(Manifests manifests) {
        String namespace = NetworkRules.of(manifests).namespace();
        List<Pod> pods = new ArrayList<>();
        for (JsonNode workload : manifests.workloads()) {
            Map<String, String> labels = new TreeMap<>();
            workload.at("/spec/template/metadata/labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            JsonNode port = workload.at("/spec/template/spec/containers/0/ports/0");
            pods.add(new Pod(
                    Manifests.name(workload),
                    namespace,
                    labels,
                    "10.244.0.1",
                    Map.of(
                            port.path("name").asText(),
                            port.path("containerPort").asInt())));
        }
        for (String name : List.of("kafka", "entity-operator")) {
            pods.add(new Pod(
                    name,
                    namespace,
                    Map.of(
                            "strimzi.io/cluster", "atelier",
                            "strimzi.io/kind", "Kafka",
                            "strimzi.io/name", "atelier-" + name,
                            "app.kubernetes.io/part-of", "strimzi-atelier"),
                    "10.244.0.2",
                    Map.of()));
        }
        pods.add(new Pod("postgres", namespace, Map.of("cnpg.io/cluster", "atelier-postgres"), "10.244.0.3", Map.of()));
        pods.add(new Pod("debugging", namespace, Map.of(), "10.244.0.4", Map.of()));
        return pods;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void whoCanCallWhomIsWhatTheServicesNeed(String overlay) throws Exception {
        Manifests manifests = Manifests.build(overlay);
        NetworkRules rules = NetworkRules.of(manifests);
        List<Pod> own = own(manifests);
        List<Pod> all = new ArrayList<>(own);
        all.addAll(OTHERS);
        Set<String> arrows = new TreeSet<>();
        for (Pod from : all) {
            for (Pod to : all) {
                if (own.contains(from) || own.contains(to)) {
                    PORTS.stream()
                            .filter(port -> rules.allows(from, to, port))
                            .forEach(port -> arrows.add(from + " -> " + to + ":" + port));
                }
            }
        }
        assertThat(arrows).containsExactlyInAnyOrderElementsOf(expected(own, overlay));
    }

    private static Set<String> expected(List<Pod> own, String overlay) {
        Set<String> arrows = new TreeSet<>();
        own.forEach(pod -> arrows.add(pod + " -> dns:53"));
        SERVICES.forEach((service, port) -> {
            arrows.add(service + " -> kafka:9093");
            arrows.add("prometheus -> " + service + ":" + port);
        });
        arrows.addAll(List.of(
                "results-service -> postgres:5432",
                "results-service -> dataset-service:8181",
                "grafana -> postgres:5432",
                "keda -> postgres:5432",
                "cloudnative-pg -> postgres:5432",
                "cloudnative-pg -> postgres:8000",
                "postgres -> postgres:5432",
                "postgres -> postgres:8000",
                "kafka -> kafka:9090",
                "kafka -> kafka:9091",
                "entity-operator -> kafka:9091",
                "strimzi -> kafka:8443",
                "strimzi -> kafka:9090",
                "strimzi -> kafka:9091"));
        List<String> downloaders = new ArrayList<>(List.of("dataset-service"));
        Families.all().stream()
                .filter(FamilyDescriptor::downloads)
                .map(FamilyDescriptor::service)
                .forEach(downloaders::add);
        for (String downloader : downloaders) {
            for (String place : List.of("internet", "internet-6")) {
                arrows.add(downloader + " -> " + place + ":80");
                arrows.add(downloader + " -> " + place + ":443");
            }
        }
        // The API server is known by its port alone, the issuer of tokens not even by a name.
        for (String caller : List.of("kafka", "entity-operator", "postgres")) {
            anywhere(caller, arrows, 443, 6443);
        }
        if (!overlay.equals("dev")) {
            arrows.add("ingress -> results-service:8180");
            anywhere("results-service", arrows, 443);
            anywhere("dataset-service", arrows, 443);
        }
        return arrows;
    }

    private static void anywhere(String caller, Set<String> arrows, int... ports) {
        for (Pod place : OTHERS) {
            for (int port : ports) {
                arrows.add(caller + " -> " + place + ":" + port);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void everyPodHasAPolicyForBothDirections(String overlay) throws Exception {
        Manifests manifests = Manifests.build(overlay);
        NetworkRules rules = NetworkRules.of(manifests);
        for (Pod pod : own(manifests)) {
            for (String direction : List.of("Ingress", "Egress")) {
                assertThat(rules.restricts(pod, direction))
                        .as(direction + " of " + pod)
                        .isTrue();
            }
        }
    }

    /** Whatever the names of namespaces are: a rule without a peer, or for a whole namespace, is one for too many. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void noRuleLetsAWholeNamespaceIn(String overlay) throws Exception {
        for (JsonNode policy : NetworkRules.of(Manifests.build(overlay)).policies()) {
            for (JsonNode rule : policy.at("/spec/ingress")) {
                assertThat(rule.path("ports")).as("ports of %s", rule).isNotEmpty();
                assertThat(rule.path("from")).as("peers of %s", rule).isNotEmpty();
                for (JsonNode peer : rule.path("from")) {
                    assertThat(peer.has("ipBlock")).as("%s", peer).isFalse();
                    assertThat(peer.at("/podSelector/matchLabels"))
                            .as("pods of %s", peer)
                            .isNotEmpty();
                    assertThat(!peer.has("namespaceSelector")
                                    || !peer.at("/namespaceSelector/matchLabels")
                                            .isEmpty())
                            .as("namespace of %s", peer)
                            .isTrue();
                }
            }
        }
    }
}
