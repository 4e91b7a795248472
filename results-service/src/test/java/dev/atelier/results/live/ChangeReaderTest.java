package dev.atelier.results.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.store.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A long history is followed a page at a time: 100,000 epochs of each of three jobs, in two partitions. */
class ChangeReaderTest {
    private static final Audience EVERYBODY = new Audience(Optional.empty(), Optional.empty());
    private static String url;
    private static AgroalDataSource connections;

    @AfterAll
    static void close() {
        connections.close();
    }

    @BeforeAll
    static void history() throws SQLException {
        url = Infrastructure.newDatabase();
        TestDatabase database = new TestDatabase(url);
        database.migrate();
        connections = HistoryReader.connections(url);
        database.execute("""
                INSERT INTO jobs (id, family, name, seed, request, epochs_requested, dataset_digest, state,
                                  log_partition, log_offset)
                SELECT 'job-' || j, 'mlp', 'job', 1, '{}', 100000, 'd', 'RUNNING', j % 2, 1000000 + j
                  FROM generate_series(1, 3) j;
                INSERT INTO epochs
                SELECT 'job-' || j, e, 100000, 1, 0.1, 1, 1, 1, 0, 1, '2026-01-01', j % 2, e * 3 + j, '{"train.loss":0.5}'
                  FROM generate_series(1, 3) j, generate_series(1, 100000) e;
                INSERT INTO latest_epochs SELECT 'job-' || j, 0 FROM generate_series(1, 3) j;
                INSERT INTO studies VALUES ('study', 's', 'study', '', 'train.loss', 'minimize', NULL, '2026-01-01', 0, 999999);
                INSERT INTO study_jobs VALUES ('s', 1, 'study', 'study', 'v', 1, 'mlp', 'job-1', 'QUEUED');
                INSERT INTO consumer_offsets VALUES ('atelier.events', 'id', 0, 2000000), ('atelier.events', 'id', 1, 2000000);
                ANALYZE""");
    }

    @Test
    void everyChangeIsOnOnePageAndNoPageIsLong() {
        ChangeReader reader = HistoryReader.reader(connections);
        Map<String, Set<Long>> seen = new HashMap<>();
        Cursor cursor = Cursor.start();
        ChangeReader.Changes page;
        do {
            page = reader.since(cursor, EVERYBODY);
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(ChangeReader.PAGE + 2);
            for (RowChange change : page.changes()) {
                assertThat(seen.computeIfAbsent(change.type() + change.partition(), key -> new HashSet<>())
                                .add(change.offset()))
                        .isTrue();
            }
            cursor = Cursor.parse(page.reached().toString());
        } while (page.more());

        assertThat(seen.get("epoch0")).hasSize(100_000);
        assertThat(seen.get("epoch1")).hasSize(200_000);
        assertThat(seen.get("job0")).hasSize(1);
        assertThat(seen.get("job1")).hasSize(2);
        assertThat(cursor).hasToString("0:2000000,1:2000000");
    }

    @Test
    void aNewStudyIsSentFromTheStartOnceAlsoToAClientThatReconnectsInTheMiddle() {
        ChangeReader reader = HistoryReader.reader(connections);
        Audience study = new Audience(Optional.empty(), Optional.of("study"));
        int epochs = 0;
        Cursor cursor = Cursor.parse("0:5,1:5");
        ChangeReader.Changes page;
        do {
            page = reader.since(cursor, study);
            epochs += (int) page.changes().stream()
                    .filter(change -> change.type().equals(RowChange.EPOCH))
                    .count();
            cursor = Cursor.parse(page.reached().toString());
        } while (page.more());

        assertThat(epochs).isEqualTo(100_000);
        assertThat(reader.since(cursor, study).changes()).isEmpty();
    }

    @Test
    void threeReadersOfTheWholeHistoryNeedLittleMemory() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process readers = new ProcessBuilder(List.of(
                        java.toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HistoryReader.class.getName(),
                        url))
                .inheritIO()
                .start();
        try {
            assertThat(readers.waitFor(Duration.ofMinutes(5).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(readers.exitValue()).isZero();
        } finally {
            readers.destroyForcibly();
        }
    }
}
