package dev.atelier.results.ingest.joblog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.json.Json;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.LogWriter;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.testsupport.TestClients;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topic of logs into its table, with a real broker and a real database. */
class JobLogFollowerTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String JOB = "4f1c0000000000000000";
    private static final String OTHER = "4f1c0000000000000001";
    private static final int MOST = 50;

    private final String servers = Infrastructure.bootstrapServers();
    private final String topic = Infrastructure.newTopic("logs", 1);
    private final TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
    private final LogWriter log = new LogWriter(servers, topic);
    private final AtomicInteger setAside = new AtomicInteger();
    private JobLogFollower follower = follower();

    @AfterEach
    void close() {
        follower.close();
        log.close();
    }

    @Test
    void linesAreStoredInTheOrderOfTheTopicAndDuplicatesOnce() {
        database.migrate();
        log.write(line(JOB, 1), line(OTHER, 1), line(JOB, 2), line(JOB, 1), line(JOB, 2), line(JOB, 3));

        follower.onMigrated();

        awaitLines(JOB, "line 1", "line 2", "line 3");
        awaitLines(OTHER, "line 1");
    }

    @Test
    void recordsThatAreNoLinesAreSetAsideAndStopNothing() {
        database.migrate();
        String deep = "[".repeat(100_000);
        log.write(line(JOB, 1));
        log.write(null, Json.bytes(line(JOB, 2)));
        log.write(JOB, null);
        log.write(JOB, "not JSON".getBytes(UTF_8));
        log.write(JOB, deep.getBytes(UTF_8));
        log.write(JOB, "{}".getBytes(UTF_8));
        log.write(OTHER, Json.bytes(line(JOB, 2)));
        log.write("../escape", Json.text(line(JOB, 2)).replace(JOB, "../escape").getBytes(UTF_8));
        log.write(
                JOB,
                Json.text(line(JOB, 2))
                        .replace("\"sequence\":2", "\"sequence\":1e99")
                        .getBytes(UTF_8));
        // The database has no such time.
        log.write(withTime(line(JOB, 3), Instant.MAX), withTime(line(JOB, 4), Instant.MIN));
        log.write(line(JOB, 5, "null \u0000 and half \ud800 a pair"));

        follower.onMigrated();

        awaitLines(JOB, "line 1", "null \ufffd and half \ufffd a pair");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(database.column(
                                "SELECT record_offset || ' ' || kind FROM job_log_dead_letters ORDER BY record_offset"))
                        .containsExactly(
                                "1 unreadable",
                                "2 unreadable",
                                "3 unreadable",
                                "4 unreadable",
                                "5 unreadable",
                                "6 unreadable",
                                "7 unreadable",
                                "8 unreadable",
                                "9 refused",
                                "10 refused"));
        assertThat(database.column("SELECT reason FROM job_log_dead_letters WHERE record_offset IN (5, 6)"
                        + " ORDER BY record_offset"))
                .satisfiesExactly(
                        missing -> assertThat(missing).contains("is missing"),
                        misplaced -> assertThat(misplaced).contains("the record's key"));
        assertThat(setAside).hasValue(10);
    }

    @Test
    void ofAJobTheLatestLinesAreKept() {
        database.migrate();
        follower.onMigrated();
        log.write(line(OTHER, 1));
        log.write(IntStream.rangeClosed(1, 170)
                .mapToObj(number -> line(JOB, number))
                .toArray(JobLogLine[]::new));

        awaitLines(
                JOB,
                IntStream.rangeClosed(121, 170)
                        .mapToObj(number -> "line " + number)
                        .toArray(String[]::new));
        awaitLines(OTHER, "line 1");
    }

    @Test
    void ofDeadLettersTheLatestAreKept() {
        database.migrate();
        follower.onMigrated();
        for (int i = 0; i < JobLogTables.DEAD_LETTERS + 100; i++) {
            log.write(JOB, new byte[] {'x'});
        }
        log.write(line(JOB, 1));

        awaitLines(JOB, "line 1");
        assertThat(database.column("SELECT count(*)::text FROM job_log_dead_letters"))
                .containsExactly(String.valueOf(JobLogTables.DEAD_LETTERS));
    }

    @Test
    void whatTheTopicHasDeletedGoesFromTheTableToo() throws Exception {
        database.migrate();
        log.write(line(JOB, 1), line(JOB, 2));
        log.write(JOB, "not JSON".getBytes(UTF_8));
        log.write(line(JOB, 3));
        follower.onMigrated();
        awaitLines(JOB, "line 1", "line 2", "line 3");

        try (Admin admin = TestClients.admin(servers)) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }
        restart();

        awaitLines(JOB, "line 3");
        await().atMost(LIMIT)
                .until(() -> database.column("SELECT reason FROM job_log_dead_letters")
                        .isEmpty());
    }

    @Test
    void readingContinuesWhereItStoppedAndARebuildReadsFromTheBeginning() {
        database.migrate();
        log.write(line(JOB, 1), line(JOB, 2));
        follower.onMigrated();
        awaitLines(JOB, "line 1", "line 2");
        follower.close();
        database.execute("DELETE FROM job_log WHERE sequence = 1");
        log.write(line(JOB, 3));

        restart();
        awaitLines(JOB, "line 2", "line 3");
        follower.onRebuilt();
        awaitLines(JOB, "line 1", "line 2", "line 3");
    }

    @Test
    void whatIsReadAgainDoesNotMoveTheOffsetsBack() throws Exception {
        database.migrate();
        try (Connection connection = database.source().getConnection()) {
            JobLogTables.store(connection, new JobLogBatch(List.of(), List.of(), Map.of(0, 42L)), MOST);

            JobLogTables.store(connection, new JobLogBatch(List.of(), List.of(), Map.of(0, 0L, 1, 5L)), MOST);

            assertThat(JobLogTables.offsets(connection)).isEqualTo(Map.of(0, 42L, 1, 5L));
        }
    }

    @Test
    void linesWaitForADatabaseThatIsNotReadyYet() {
        log.write(line(JOB, 1), line(JOB, 2));
        follower.onMigrated();
        log.write(line(JOB, 3));

        database.migrate();

        awaitLines(JOB, "line 1", "line 2", "line 3");
    }

    private void restart() {
        follower.close();
        follower = follower();
        follower.onMigrated();
    }

    private JobLogFollower follower() {
        return new JobLogFollower(database.source(), Broker.at(servers), topic, MOST, new JobLogObserver() {
            @Override
            public void onSetAside(int records) {
                setAside.addAndGet(records);
            }
        });
    }

    private void awaitLines(String job, String... messages) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines(job)).containsExactly(messages));
    }

    private List<String> lines(String job) {
        return database.column(
                "SELECT message FROM job_log WHERE job = '" + job + "' ORDER BY log_partition, log_offset");
    }

    private static JobLogLine line(String job, int sequence) {
        return LogWriter.line(job, "r", sequence);
    }

    private static JobLogLine line(String job, int sequence, String message) {
        return LogWriter.line(job, "r", sequence, "info", message, null);
    }

    private static JobLogLine withTime(JobLogLine line, Instant time) {
        return new JobLogLine(
                line.job(),
                line.round(),
                line.run(),
                line.sequence(),
                line.trainer(),
                line.level(),
                line.event(),
                line.message(),
                line.stack(),
                time);
    }
}
