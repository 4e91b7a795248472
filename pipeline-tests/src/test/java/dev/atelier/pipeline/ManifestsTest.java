package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Role;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the Kubernetes manifests against the API's models, and what they name against the code. */
@EnabledIf(value = "dev.atelier.pipeline.Manifests#buildable", disabledReason = Manifests.NOT_RUN)
class ManifestsTest {
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
            Map.entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
            Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
            Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class),
            Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class));

    /** Of these no models are published for the JVM; each has a schema of the fields in use. */
    private static final Set<String> BY_SCHEMA = Set.of(
            "keda.sh/v1alpha1 ScaledObject", "keda.sh/v1alpha1 TriggerAuthentication", "postgresql.cnpg.io/v1 Cluster");

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Reads models that collect unknown fields as if they did not, so that unknown fields are refused. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void everyManifestIsWhatTheApiTakes(String overlay) throws Exception {
        for (JsonNode manifest : Manifests.build(overlay).all()) {
            String kind = manifest.path("apiVersion").asText() + " "
                    + manifest.path("kind").asText();
            if (BY_SCHEMA.contains(kind)) {
                assertThat(schema(manifest.path("kind").asText()).validate(manifest))
                        .as(Manifests.name(manifest))
                        .isEmpty();
            } else {
                assertThat(MODELS).containsKey(kind);
                assertThat(STRICT.treeToValue(manifest, MODELS.get(kind)))
                        .as(Manifests.name(manifest))
                        .isNotNull();
            }
        }
    }

    private static Schema schema(String kind) throws IOException {
        return SCHEMAS.getSchema(
                new ObjectMapper().readTree(ManifestsTest.class.getResourceAsStream("/crd/" + kind + ".json")));
    }

    @Test
    void aFieldThatNoModelAndNoSchemaHasIsNotLetThrough() throws Exception {
        Manifests manifests = Manifests.build("production");
        JsonNode autoscaler = manifests.of("ScaledObject").getFirst();
        ((ObjectNode) autoscaler.path("spec")).put("maxReplicas", 3);
        JsonNode service = manifests.of("Service").getFirst();
        ((ObjectNode) service.path("spec")).put("port", 3);

        assertThat(schema("ScaledObject").validate(autoscaler)).isNotEmpty();
        assertThatThrownBy(() -> STRICT.treeToValue(service, Service.class)).hasMessageContaining("port");
    }

    @Test
    void theOperatorsRulesAreThoseOfPrometheus() throws Exception {
        JsonNode groups =
                Manifests.build("production").one("PrometheusRule", "atelier").at("/spec/groups");
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        for (String file : List.of("alerts", "recording")) {
            written.addAll((ArrayNode) Manifests.read(Path.of("..", "deploy", "prometheus", "rules", file + ".yaml"))
                    .path("groups"));
        }
        assertThat(groups).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"dev, false", "production, true", "gpu, true"})
    void servicesAskForTokensWhereOthersThanTheirOwnerReachThem(String overlay, String asked) throws Exception {
        Manifests manifests = Manifests.build(overlay);
        JsonNode access = manifests.of("ConfigMap").stream()
                .filter(map -> Manifests.name(map).startsWith("atelier-access"))
                .findFirst()
                .orElseThrow();

        assertThat(access.at("/data/ATELIER_ACCESS_TOKENS").asText()).isEqualTo(asked);
        for (String service : List.of("results-service", "dataset-service")) {
            assertThat(manifests
                            .workload(service)
                            .at("/spec/template/spec/containers/0/envFrom")
                            .toString())
                    .contains("\"" + Manifests.name(access) + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void topicsAreThoseOfTheCode(String overlay) throws Exception {
        Map<String, Map<String, String>> manifested = new TreeMap<>();
        for (JsonNode topic : Manifests.build(overlay).of("KafkaTopic")) {
            Map<String, String> settings = new TreeMap<>();
            settings.put("partitions", topic.at("/spec/partitions").asText());
            topic.at("/spec/config")
                    .properties()
                    .forEach(setting ->
                            settings.put(setting.getKey(), setting.getValue().asText()));
            manifested.put(Manifests.name(topic), settings);
        }
        Map<String, Map<String, String>> coded = new TreeMap<>();
        for (Topic topic : Topics.all()) {
            Map<String, String> settings = new TreeMap<>(topic.settings());
            settings.put("partitions", String.valueOf(topic.partitions()));
            coded.put(topic.topicName(), settings);
        }
        assertThat(manifested).isEqualTo(coded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void usersHaveTheRightsOfTheirRoles(String overlay) throws Exception {
        Manifests manifests = Manifests.build(overlay);
        assertThat(manifests.of("KafkaUser"))
                .extracting(Manifests::name)
                .containsExactlyInAnyOrderElementsOf(
                        Role.all().stream().map(Role::user).toList());
        for (Role role : Role.all()) {
            Set<String> manifested = new HashSet<>();
            Dashboard.stream(manifests.one("KafkaUser", role.user()).at("/spec/authorization/acls"))
                    .forEach(acl -> acl.path("operations")
                            .forEach(operation -> manifested.add("%s %s %s %s"
                                    .formatted(
                                            operation.asText(),
                                            acl.at("/resource/type").asText(),
                                            acl.at("/resource/patternType").asText(),
                                            acl.at("/resource/name").asText()))));
            assertThat(manifested)
                    .as(role.user())
                    .isEqualTo(role.rights().stream().map(ManifestsTest::right).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gpu", "production"})
    void portsProbesSecretsAndSettingsAreThoseOfTheCode(String overlay) throws Exception {
        Manifests manifests = Manifests.build(overlay);
        Set<String> secrets = Role.all().stream().map(Role::user).collect(Collectors.toCollection(HashSet::new));
        secrets.addAll(List.of("atelier-postgres-app", "atelier-cluster-ca-cert"));
        assertThat(manifests.workloads())
                .extracting(Manifests::name)
                .containsExactlyInAnyOrderElementsOf(Compose.built());
        for (JsonNode map : manifests.of("ConfigMap")) {
            for (String name : (Iterable<String>) map.path("data")::fieldNames) {
                assertThat(ServiceSettings.known("results-service", name))
                        .as(name)
                        .isTrue();
            }
        }
        for (JsonNode workload : manifests.workloads()) {
            String service = Manifests.name(workload);
            Properties properties = ServiceSettings.of(service);
            JsonNode pod = workload.at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/ports/0/containerPort").asText())
                    .as("port of " + service)
                    .isEqualTo(properties.getProperty("quarkus.http.port"));
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            for (JsonNode variable : container.path("env")) {
                JsonNode secret = variable.at("/valueFrom/secretKeyRef/name");
                if (!secret.isMissingNode()) {
                    assertThat(secrets).contains(secret.asText());
                }
                assertThat(ServiceSettings.known(service, variable.path("name").asText()))
                        .as(service + " knows " + variable.path("name").asText())
                        .isTrue();
            }
        }
    }

    private static String right(AclBinding binding) {
        String operation = switch (binding.entry().operation()) {
            case READ -> "Read";
            case WRITE -> "Write";
            case DESCRIBE -> "Describe";
            case ALTER_CONFIGS -> "AlterConfigs";
            default -> throw new AssertionError(binding);
        };
        String type = switch (binding.pattern().resourceType()) {
            case TOPIC -> "topic";
            case GROUP -> "group";
            case TRANSACTIONAL_ID -> "transactionalId";
            default -> throw new AssertionError(binding);
        };
        String pattern = switch (binding.pattern().patternType()) {
            case LITERAL -> "literal";
            case PREFIXED -> "prefix";
            default -> throw new AssertionError(binding);
        };
        return "%s %s %s %s"
                .formatted(operation, type, pattern, binding.pattern().name());
    }
}
