package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two results services, each a process, on one log and one database: both answer, and one projects at a time. */
class ResultsServiceReplicasTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    /** The database ends the session of a process that is gone, and the other one tries again after 1 s. */
    private static final Duration FOLLOWED = Duration.ofSeconds(20);

    private static final Path LOGS =
            Path.of("target", "results-service-replicas").toAbsolutePath();

    @TempDir
    Path folder;

    private final Replicas replicas = new Replicas("results-service", LOGS);
    private final List<Integer> ports = Ports.free(5);
    private final List<String> refusedAnswers = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private KafkaBroker broker;
    private PostgresServer postgres;
    private Producer<String, byte[]> producer;
    private Connection database;

    @BeforeEach
    void start() throws SQLException {
        broker = new KafkaBroker(folder.resolve("kafka"), ports.get(0), ports.get(1));
        broker.start();
        postgres = new PostgresServer(folder.resolve("postgres"), ports.get(2));
        postgres.start();
        postgres.createDatabase("atelier");
        producer = TestClients.textKeyProducer(broker.bootstrapServers());
        database = DriverManager.getConnection(postgres.administratorUrl("atelier"));
        replicas.start(
                folder,
                broker.bootstrapServers(),
                ports.subList(3, 5),
                number -> List.of(
                        "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://localhost:" + postgres.port()
                                + "/atelier?ApplicationName=replica-" + number,
                        "-Datelier.dataset-service.url=http://localhost:1"),
                Map.of(
                        "QUARKUS_DATASOURCE_PASSWORD",
                        postgres.password("atelier").orElseThrow()));
    }

    @AfterEach
    void stop() throws SQLException {
        stopped.set(true);
        replicas.close();
        producer.close();
        database.close();
        postgres.stop();
        broker.stop();
    }

    @Test
    void theOneThatProjectsIsKilledAndTheOtherAnswersAllTheTimeAndFollowsWithinSeconds() throws Exception {
        await("both are ready; see " + LOGS).atMost(LIMIT).until(replicas::areReady);
        queue("before");
        await().atMost(LIMIT).until(() -> knows(0, "before") && knows(1, "before"));

        int projecting;
        try (Connection lock = DriverManager.getConnection(postgres.administratorUrl("atelier"))) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("SELECT 1 FROM consumer_offsets FOR UPDATE");
            queue("meanwhile");
            projecting = await("one is in the middle of its transaction")
                    .atMost(LIMIT)
                    .until(this::waiting, Optional::isPresent)
                    .orElseThrow();
            replicas.get(projecting).kill();
        }
        Instant death = Instant.now();
        int other = 1 - projecting;
        Thread reader = Thread.startVirtualThread(() -> readUntilStopped(other));
        queue("after");

        await("the other one follows").atMost(FOLLOWED).until(() -> knows(other, "meanwhile") && knows(other, "after"));
        System.out.println(
                "Followed within " + Duration.between(death, Instant.now()).toMillis() + " ms");
        replicas.get(projecting).startAgain();
        await().atMost(LIMIT).until(replicas.get(projecting)::isReady);
        queue("again");
        await().atMost(LIMIT).until(() -> knows(0, "again") && knows(1, "again"));

        stopped.set(true);
        reader.join();
        assertThat(refusedAnswers)
                .as("answers of the other one that were not what was asked for")
                .isEmpty();
        assertThat(column("SELECT id FROM jobs ORDER BY id")).containsExactly("after", "again", "before", "meanwhile");
    }

    /** Asks for a page, a list and the state of readiness, one after the other. */
    private void readUntilStopped(int replica) {
        while (!stopped.get()) {
            for (String path : List.of("/", "/api/jobs/before", "/q/health/ready")) {
                int status = replicas.get(replica)
                        .get(path)
                        .map(answer -> answer.statusCode())
                        .orElse(0);
                if (status != 200) {
                    refusedAnswers.add(path + ": " + status);
                }
            }
        }
    }

    private boolean knows(int replica, String job) {
        return replicas.get(replica)
                .get("/api/jobs/" + job)
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    /** The replica that has come as far as the lock on the offsets. */
    private Optional<Integer> waiting() throws SQLException {
        return column("SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND application_name LIKE 'replica-%' ORDER BY query_start LIMIT 1")
                .stream()
                .map(name -> Integer.parseInt(name.substring("replica-".length())))
                .findFirst();
    }

    private List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = database.createStatement().executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private void queue(String job) throws Exception {
        var record = EventCodec.encode(
                new JobQueued(
                        job,
                        "submission-of-" + job,
                        1,
                        "fashion-mnist-sample@dddddddddddd",
                        "d".repeat(64),
                        request(),
                        null,
                        Instant.parse("2026-03-01T12:00:00Z")),
                "/atelier/test");
        assertThat(record.topic()).isEqualTo(Topics.EVENTS.topicName());
        producer.send(record).get();
    }

    private static Job request() {
        ObjectNode json = Json.MAPPER.createObjectNode().put("family", "mlp");
        return JobSchema.resolve(json).orElseThrow();
    }
}
