package dev.atelier.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.Role;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.testsupport.TestClients;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every service works with the rights of its role, and whatever a role was not granted is refused. */
class SecuredStackTest {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    private static Path folder;

    private static final Role MLP_TRAINER = Role.trainer(new Family("mlp"));

    private static SecuredStack stack;

    @BeforeAll
    static void up() throws Exception {
        stack = SecuredStack.up(folder);
        stack.start(Role.DATASET_SERVICE, MLP_TRAINER, Role.RESULTS_SERVICE);
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    @Test
    void aJobGoesFromASubmitterThroughAllServices() throws Exception {
        send(Role.SUBMITTER, Topics.SUBMISSIONS, job("guarded"));

        awaitCompleted("guarded");
        assertThat(stack.read(Role.RESULTS_SERVICE, "/api/fleet")).contains("\"trainers\":1");
        String dataset = RunningStack.parse(stack.read(Role.RESULTS_SERVICE, "/api/datasets"))
                .at("/items/0/key")
                .asText();
        assertThat(stack.read(Role.RESULTS_SERVICE, "/datasets/" + dataset)).contains(dataset);
    }

    @Test
    void aTokenThatTheResultsServiceGetsIsHandedOnToTheDatasetService() throws Exception {
        String form = "request=" + URLEncoder.encode(job("from-a-page"), UTF_8);

        assertThat(submit(Role.RESULTS_SERVICE, "/submit", Optional.of("submitter"), FORM, form))
                .isEqualTo(200);

        awaitCompleted("from-a-page");
        assertThat(submit(
                        Role.RESULTS_SERVICE,
                        "/api/submissions",
                        Optional.of("submitter"),
                        "application/json",
                        job("from-a-client")))
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "results-service, /submit",
        "results-service, /api/admin/rebuild",
        "results-service, /api/submissions",
        "dataset-service, /api/submissions"
    })
    void nobodySubmitsWithoutATokenOfARoleThatMay(String service, String path) throws Exception {
        assertThat(submit(new Role(service), path, Optional.empty(), "application/json", job("none")))
                .isEqualTo(401);
        assertThat(submit(new Role(service), path, Optional.of("reader"), "application/json", job("none")))
                .isEqualTo(403);
    }

    @Test
    void noSecretIsInTheLogs() throws Exception {
        submit(Role.DATASET_SERVICE, "/api/submissions", Optional.of("submitter"), "application/json", job("logged"));

        assertThat(stack.logs())
                .contains("dataset-service")
                .doesNotContain(Role.all().stream()
                        .map(role -> stack.client(role.user()).client(Map.of()).get("sasl.jaas.config"))
                        .map(config -> config.toString().replaceFirst("(?s).*password=\"([^\"]+)\".*", "$1"))
                        .toArray(String[]::new))
                .doesNotContain("eyJ");
    }

    private static int submit(Role service, String path, Optional<String> caller, String type, String body)
            throws Exception {
        return stack.post(service, path, caller, type, body).statusCode();
    }

    private static String job(String name) {
        return """
                {"family": "mlp", "name": "%s", "seed": %d, "training": {"epochs": 3},
                 "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}""".formatted(name, name.length());
    }

    private static void awaitCompleted(String name) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> stack.read(Role.RESULTS_SERVICE, "/api/jobs?name=" + name)
                        .contains("\"state\":\"COMPLETED\""));
    }

    /** Roles with the topics that they may not write. */
    static Stream<Arguments> forbiddenToWrite() {
        return forbidden(AclOperation.WRITE);
    }

    @ParameterizedTest
    @MethodSource("forbiddenToWrite")
    void isRefusedToWrite(Role role, Topic topic) {
        assertThatThrownBy(() -> send(role, topic, "{}")).hasRootCauseInstanceOf(AuthorizationException.class);
    }

    /** Roles with the topics that they may not read. */
    static Stream<Arguments> forbiddenToRead() {
        return forbidden(AclOperation.READ);
    }

    @ParameterizedTest
    @MethodSource("forbiddenToRead")
    void isRefusedToRead(Role role, Topic topic) {
        Broker broker = stack.client(role.user());
        try (var consumer = TestClients.consumer(
                broker.servers(), broker.client(Map.of("default.api.timeout.ms", TIMEOUT_MILLIS)))) {
            TopicPartition partition = new TopicPartition(topic.topicName(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(TIMEOUT_MILLIS)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    static List<Role> roles() {
        return Role.all();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void isRefusedToCreateAndDeleteTopicsAndToGrantRights(Role role) {
        try (Admin admin = TestClients.admin(stack.client(role.user()).client(Map.of()))) {
            assertRefused(admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1)))
                    .all());
            assertRefused(admin.deleteTopics(List.of(Topics.EVENTS.topicName())).all());
            assertRefused(admin.createAcls(role.rights()).all());
            assertRefused(admin.describeAcls(org.apache.kafka.common.acl.AclBindingFilter.ANY)
                    .values());
        }
    }

    @Test
    void aTrainerIsRefusedTheQueueOfAnotherFamily() {
        assertThat(MLP_TRAINER.rights())
                .noneMatch(right -> right.pattern().name().contains("cnn"));
        try (Admin admin = TestClients.admin(stack.client(MLP_TRAINER.user()).client(Map.of()))) {
            assertRefused(
                    admin.deleteShareGroups(List.of("atelier-cnn-trainers")).all());
        }
    }

    @Test
    void whoDoesNotKnowThePasswordIsNotLetIn() {
        Map<String, Object> wrong = stack.client(Role.SUBMITTER.user())
                .client(Map.of(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                                + Role.SUBMITTER.user() + "\" password=\"guessed\";"));
        try (Admin admin = TestClients.admin(wrong)) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    private static void assertRefused(org.apache.kafka.common.KafkaFuture<?> answer) {
        assertThatThrownBy(() -> answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(AuthorizationException.class);
    }

    private static Stream<Arguments> forbidden(AclOperation operation) {
        return Role.all().stream().flatMap(role -> {
            Set<String> allowed = role.rights().stream()
                    .filter(right -> right.pattern().resourceType() == ResourceType.TOPIC
                            && right.entry().operation() == operation)
                    .map(right -> right.pattern().name())
                    .collect(Collectors.toSet());
            return Topics.all().stream()
                    .filter(topic -> !allowed.contains(topic.topicName()))
                    .map(topic -> Arguments.of(role, topic));
        });
    }

    private static void send(Role role, Topic topic, String body) throws Exception {
        Broker broker = stack.client(role.user());
        try (var producer =
                TestClients.producer(broker.servers(), broker.client(Map.of("max.block.ms", TIMEOUT_MILLIS)))) {
            producer.send(new ProducerRecord<>(topic.topicName(), "key".getBytes(UTF_8), body.getBytes(UTF_8)))
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
