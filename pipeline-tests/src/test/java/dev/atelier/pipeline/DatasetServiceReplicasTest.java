package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import dev.atelier.testsupport.TopicContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two dataset services, each a process: one answers, the other is on standby and takes over when the first is killed. */
class DatasetServiceReplicasTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    /** A member of the group that is gone is noticed after 6 s. */
    private static final Duration FOLLOWED = Duration.ofSeconds(40);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LOGS =
            Path.of("target", "dataset-service-replicas").toAbsolutePath();
    private static final String SAMPLE = "fashion-mnist-sample";
    private static final String SLOW = "a-slow";

    @TempDir
    Path folder;

    private final Replicas replicas = new Replicas("dataset-service", LOGS);
    private final List<Integer> ports = Ports.free(4);
    private final CountDownLatch published = new CountDownLatch(1);
    private KafkaBroker broker;
    private HttpServer files;
    private Producer<byte[], byte[]> producer;
    private int seed;

    @BeforeEach
    void start() throws IOException {
        broker = new KafkaBroker(folder.resolve("kafka"), ports.get(0), ports.get(1));
        broker.start();
        files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        files.createContext("/", this::serve);
        files.start();
        producer = TestClients.producer(broker.bootstrapServers(), Map.of("linger.ms", 0));
        replicas.start(
                folder,
                broker.bootstrapServers(),
                ports.subList(2, 4),
                number -> List.of(
                        "-Datelier.dataset-service.replica=" + number,
                        "-Datelier.dataset-service.download-timeout=10m",
                        "-Datelier.datasets.fashion-mnist.enabled=false",
                        "-Datelier.datasets." + SLOW + ".classes=0,1,2,3,4,5,6,7,8,9",
                        "-Datelier.datasets." + SLOW + ".download=http://127.0.0.1:"
                                + files.getAddress().getPort() + "/"),
                Map.of());
    }

    @AfterEach
    void stop() {
        published.countDown();
        replicas.close();
        producer.close();
        files.stop(0);
        broker.stop();
    }

    @Test
    void aKilledOneIsFollowedWithinSecondsAndEverySubmissionIsAnsweredOnce() throws Exception {
        await("both are ready; see " + LOGS).atMost(LIMIT).until(replicas::areReady);
        await("one answers").atMost(LIMIT).until(() -> answers(0) != answers(1));
        int active = answers(0) ? 0 : 1;
        int standby = 1 - active;
        assertThat(replicas.get(standby).readiness()).contains("standby");

        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            offsets.add(submit(i % 5 == 2 ? SLOW : SAMPLE));
        }
        long first = offsets.getFirst();
        await().atMost(LIMIT).until(() -> accepted().contains(first));
        for (int i = 0; i < 20; i++) {
            offsets.add(submit(SAMPLE));
        }
        replicas.get(active).kill();
        for (int i = 0; i < 20; i++) {
            offsets.add(submit(i == 7 ? SLOW : SAMPLE));
        }

        await("the other one follows").atMost(FOLLOWED).until(() -> answers(standby));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(accepted()).hasSize(offsets.size() - 3));
        assertThat(replicas.get(standby).readiness()).contains("3 for the publication of " + SLOW);
        replicas.get(active).startAgain();
        await().atMost(LIMIT).until(replicas.get(active)::isReady);

        published.countDown();
        offsets.add(submit(SLOW));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(accepted()).containsAll(offsets));
        assertThat(accepted()).containsExactlyInAnyOrderElementsOf(offsets);
        assertThat(events().stream().filter(JobQueued.class::isInstance).map(Event::key))
                .hasSize(offsets.size())
                .doesNotHaveDuplicates();
        await().atMost(LIMIT).until(() -> replicas.areReady() && answers(0) != answers(1));
    }

    private boolean answers(int replica) {
        return replicas.get(replica).readiness().contains("\"active\"");
    }

    private long submit(String dataset) throws Exception {
        String job = """
                {"family": "mlp", "seed": %d, "data": {"dataset": "%s", "split": {"validation": 300}}}
                """.formatted(++seed, dataset);
        return producer.send(new ProducerRecord<>(Topics.SUBMISSIONS.topicName(), job.getBytes(StandardCharsets.UTF_8)))
                .get()
                .offset();
    }

    /** Offsets of the submissions that were accepted; twice where one was twice. */
    private List<Long> accepted() {
        return events().stream()
                .filter(SubmissionAccepted.class::isInstance)
                .map(event -> ((SubmissionAccepted) event).origin().offset())
                .toList();
    }

    private List<Event> events() {
        return TopicContent.read(broker.bootstrapServers(), Topics.EVENTS.topicName()).stream()
                .flatMap(record -> EventCodec.decode(record.headers(), record.value()).stream())
                .toList();
    }

    /** The sample's files, once they may be had. */
    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            published.await();
            Path file = ROOT.resolve("dataset-service/src/main/resources/datasets/fashion-mnist-sample")
                    .resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
            byte[] bytes = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
