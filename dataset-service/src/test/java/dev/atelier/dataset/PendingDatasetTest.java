package dev.atelier.dataset;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.publication.DatasetPublisher;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetDownload;
import dev.atelier.dataset.publishing.source.DatasetFile;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Datasets come from a server that does not respond at first; of two it has no files in the end, and one of these was
 * published earlier. The broker is away when the service starts.
 */
@QuarkusTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@WithTestResource(PendingDatasetTest.SlowServer.class)
class PendingDatasetTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** A server that holds every request until it is let go, and a broker of this test's own. */
    public static final class SlowServer implements QuarkusTestResourceLifecycleManager {
        static final CountDownLatch LET_GO = new CountDownLatch(1);
        static final CountDownLatch SAY_THAT_FILES_ARE_GONE = new CountDownLatch(1);
        private static final List<Integer> PORTS = Ports.free(2);
        private static final Path DATA =
                Path.of("target", "pending-" + ProcessHandle.current().pid());
        static final KafkaBroker BROKER = new KafkaBroker(DATA.resolve("kafka"), PORTS.getFirst(), PORTS.getLast());

        @Override
        public Map<String, String> start() {
            BROKER.start();
            publish("a-before");
            BROKER.stop();
            Map<String, String> settings = new HashMap<>(Map.of(
                    "kafka.bootstrap.servers", BROKER.bootstrapServers(),
                    "atelier.datasets.fashion-mnist.enabled", "false",
                    "atelier.dataset-service.answer-within", "2s",
                    "atelier.dataset-service.download-timeout", "10m",
                    "atelier.dataset-service.turn-timeout", "3s",
                    "atelier.data", DATA.toString(),
                    "quarkus.http.test-port", "0"));
            // By their names they come before the sample.
            for (String name : List.of("a-before", "a-gone", "a-slow")) {
                settings.put("atelier.datasets." + name + ".classes", "0,1,2,3,4,5,6,7,8,9");
                settings.put("atelier.datasets." + name + ".download", serve() + name + "/");
            }
            return settings;
        }

        private static void publish(String name) {
            Map<DatasetFile, String> files = Map.of(
                    DatasetFile.TRAIN_IMAGES, "train-images-idx3-ubyte",
                    DatasetFile.TRAIN_LABELS, "train-labels-idx1-ubyte",
                    DatasetFile.TEST_IMAGES, "t10k-images-idx3-ubyte",
                    DatasetFile.TEST_LABELS, "t10k-labels-idx1-ubyte");
            DatasetDefinition definition = new DatasetDefinition(
                    name,
                    List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                    files,
                    Map.of(),
                    List.of(),
                    Optional.of("datasets/fashion-mnist-sample"),
                    DATA,
                    Optional.empty(),
                    Optional.empty());
            InstantSource clock = InstantSource.system();
            KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", BROKER.bootstrapServers()));
            try (Admin admin = kafka.admin()) {
                TopicCreation.createMissing(admin);
                new DatasetPublisher(kafka, clock)
                        .publish(new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), clock).find(definition));
            } catch (DatasetException | InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String serve() {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                server.createContext("/a-slow/", SlowServer::answer);
                server.createContext("/a-before/", SlowServer::refuse);
                server.start();
                return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                LET_GO.await();
                String file = Path.of(exchange.getRequestURI().getPath())
                        .getFileName()
                        .toString();
                try (InputStream content =
                        SlowServer.class.getResourceAsStream("/datasets/fashion-mnist-sample/" + file)) {
                    byte[] bytes = content.readAllBytes();
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void refuse(HttpExchange exchange) throws IOException {
            try (exchange) {
                SAY_THAT_FILES_ARE_GONE.await();
                exchange.sendResponseHeaders(404, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stop() {
            BROKER.stop();
        }
    }

    private final Topic topic = new Topic(SlowServer.BROKER.bootstrapServers());

    @Inject
    LedgerProgress progress;

    @Test
    @Order(1)
    void nothingIsRejectedWhereTheBrokerWasAwayAtTheStart() throws Exception {
        assertThat(when().get("/q/health/ready").statusCode()).isEqualTo(503);
        SlowServer.BROKER.start();
        List<RecordMetadata> submitted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            submitted.add(submit(null, job(i % 2 == 0 ? "a-before" : "fashion-mnist-sample", 100 + i)));
        }
        await().atMost(LIMIT)
                .until(() -> when().get("/q/health/ready").asString().contains("5 for the publication of a-before"));

        SlowServer.SAY_THAT_FILES_ARE_GONE.countDown();

        assertThat(submitted).allSatisfy(each -> assertThat(answer(each)).isInstanceOf(SubmissionAccepted.class));
        assertThat(topic.events(SubmissionRejected.class)).isEmpty();
    }

    @Test
    @Order(3)
    void aThreadThatHangsIsNamedAndTheServiceIsNotLive() {
        startBroker();
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
        // The ledger's thread cannot say how far it has come.
        synchronized (progress) {
            Response live = await().atMost(LIMIT)
                    .until(
                            () -> when().get("/q/health/live"),
                            response -> hung(response.asString()).contains("ledger"));
            assertThat(live.statusCode()).isEqualTo(503);
        }
        await().atMost(LIMIT).until(() -> when().get("/q/health/live").statusCode() == 200);
    }

    private static String hung(String health) {
        return JsonPath.from(health).getString("checks.find { it.name == 'threads' }.data.hung");
    }

    private static void startBroker() {
        if (!SlowServer.BROKER.isAlive()) {
            SlowServer.BROKER.start();
        }
    }

    @Test
    @Order(2)
    void aSubmissionWaitsForItsOwnDatasetAndHoldsUpNoOther() throws Exception {
        startBroker();
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
        // Known to be missing, while the other is still being fetched.
        await().atMost(LIMIT)
                .until(() -> when().get("/api/catalogue").asString().contains("not found"));
        RecordMetadata waiting = submit("k", job("a-slow", 1));
        RecordMetadata study = submit("k", """
                {"study": "both", "seeds": [1, 2],
                 "base": {"family": "mlp", "data": {"dataset": "a-slow", "split": {"validation": 300}}},
                 "variants": [{"name": "slow"},
                  {"name": "sample", "patch": {"data": {"dataset": "fashion-mnist-sample"}}}]}
                """);
        RecordMetadata wrong = submit("k", job("a-slow", 2).replace("mlp", "plm"));
        RecordMetadata missing = submit("k", job("a-gone", 3));
        RecordMetadata sample = submit("k", job("fashion-mnist-sample", 4));

        assertThat(answer(wrong)).isInstanceOf(SubmissionRejected.class);
        assertThat(answer(missing)).isInstanceOfSatisfying(SubmissionRejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo("dataset");
            assertThat(rejected.violations().getFirst().value()).isEqualTo("\"a-gone\"");
        });
        assertThat(answer(sample)).isInstanceOf(SubmissionAccepted.class);
        given().body(job("fashion-mnist-sample", 5))
                .post("/api/submissions")
                .then()
                .statusCode(202);
        assertThat(given().body(job("a-slow", 6)).post("/api/submissions").asString())
                .contains("is not answered yet: it waits for the publication of a-slow");
        assertThat(topic.answersTo(waiting)).isEmpty();
        assertThat(topic.answersTo(study)).isEmpty();
        assertThat(when().get("/q/health/ready").asString()).contains("3 for the publication of a-slow");
        // After a restart they would be read again.
        assertThat(committed()).isEqualTo(waiting.offset());

        SlowServer.LET_GO.countDown();

        assertThat(answer(waiting)).isInstanceOf(SubmissionAccepted.class);
        assertThat(answer(study))
                .isInstanceOfSatisfying(
                        SubmissionAccepted.class,
                        accepted -> assertThat(accepted.members()).hasSize(4));
        RecordMetadata last = submit(null, job("a-slow", 7));
        assertThat(answer(last)).isInstanceOf(SubmissionAccepted.class);
        for (RecordMetadata each : List.of(waiting, study, wrong, missing, sample)) {
            assertThat(topic.answersTo(each)).hasSize(1);
        }
        assertThat(answer(waiting).time()).isBefore(answer(study).time());
        assertThat(committed()).isEqualTo(last.offset() + 1);
        assertThat(when().get("/q/health").asString()).doesNotContain("for the publication");
    }

    private Event answer(RecordMetadata submission) {
        return await().atMost(LIMIT)
                .until(() -> topic.answersTo(submission), answers -> !answers.isEmpty())
                .getFirst();
    }

    private RecordMetadata submit(String key, String body) throws Exception {
        return topic.submit(key == null ? null : utf8(key), utf8(body));
    }

    private long committed() throws Exception {
        try (Admin admin = TestClients.admin(topic.bootstrapServers())) {
            return admin.listConsumerGroupOffsets("atelier-dataset-service")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .offset();
        }
    }

    private static String job(String dataset, int seed) {
        return """
                {"family": "mlp", "seed": %d, "data": {"dataset": "%s", "split": {"validation": 300}}}
                """.formatted(seed, dataset);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
