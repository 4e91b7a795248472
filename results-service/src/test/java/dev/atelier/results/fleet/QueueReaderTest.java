package dev.atelier.results.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The places of waiting jobs, as they follow from the tables. */
class QueueReaderTest {
    private TestDatabase database;
    private QueueReader reader;

    @BeforeEach
    void migrate() {
        database = new TestDatabase(Infrastructure.newDatabase());
        database.migrate();
        reader = new QueueReader(new Reading(database.source()));
    }

    @Test
    void jobsOfOneSubmissionWaitInItsOrderAndBehindWhatWasQueuedBefore() throws SQLException {
        insert("before", "mlp", "QUEUED", "one", 1);
        List<String> ids = List.of("z", "b", "x", "a");
        ids.forEach(id -> insert(id, "mlp", "QUEUED", "study", 2));
        IntStream.range(0, ids.size()).forEach(number -> database.execute("""
                INSERT INTO study_jobs (submission, number, experiment, variant, seed, family, job, disposition)
                VALUES ('study', %d, '', '', 1, 'mlp', '%s', 'QUEUED')""".formatted(number, ids.get(number))));
        insert("after", "mlp", "QUEUED", "two", 3);
        insert("elsewhere", "cnn", "QUEUED", "three", 1);

        assertThat(read().places())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("before", 1, "z", 2, "b", 3, "x", 4, "a", 5, "after", 6, "elsewhere", 1));
    }

    @Test
    void placesAreCountedAtTheBeginningOfAQueueOnly() throws SQLException {
        IntStream.rangeClosed(1, QueueReader.MOST_PLACES + 50)
                .forEach(i -> insert("j%04d".formatted(i), "mlp", "QUEUED", "s", i));

        assertThat(read().places())
                .hasSize(QueueReader.MOST_PLACES)
                .containsEntry("j0001", 1)
                .containsEntry("j%04d".formatted(QueueReader.MOST_PLACES), QueueReader.MOST_PLACES);
    }

    @Test
    void urgentJobsComeFirst() throws SQLException {
        insert("normal", "mlp", "QUEUED", "s", 1);
        insert("low", "mlp", "QUEUED", "s", 2);
        insert("high", "mlp", "QUEUED", "s", 3);
        insert("raised", "mlp", "QUEUED", "s", 4);
        database.execute("UPDATE jobs SET priority = id WHERE id IN ('low', 'high')");
        database.execute("""
                INSERT INTO study_jobs (submission, number, experiment, variant, seed, family, job, round, disposition, priority)
                VALUES ('later', 0, '', '', 1, 'mlp', 'raised', 1, 'JOINED', 'high')""");

        assertThat(read().places())
                .containsExactlyInAnyOrderEntriesOf(Map.of("high", 1, "raised", 2, "normal", 3, "low", 4));
    }

    @Test
    void noPlaceIsCountedWhereMoreUrgentJobsMayBeBeforeIt() throws SQLException {
        IntStream.rangeClosed(1, QueueReader.MOST_PLACES)
                .forEach(i -> insert("j%04d".formatted(i), "mlp", "QUEUED", "s", i));
        insert("low", "mlp", "QUEUED", "s", 0);
        database.execute("UPDATE jobs SET priority = 'low' WHERE id = 'low'");

        assertThat(read().places()).hasSize(QueueReader.MOST_PLACES).doesNotContainKey("low");
    }

    private QueueReader.Queues read() throws SQLException {
        return reader.read(jobs());
    }

    private List<JobSummary> jobs() throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT " + JobSummary.COLUMNS + " FROM job_list WHERE state = 'QUEUED'",
                    JobSummary.class);
        }
    }

    private void insert(String id, String family, String state, String submission, int second) {
        database.execute("""
                INSERT INTO jobs (id, family, name, seed, request, epochs_requested, dataset_digest, dataset_key, submission,
                                  round, queued_at, state, log_partition, log_offset)
                VALUES ('%1$s', '%2$s', '%1$s', 1, '{}', 5, '', 'mnist@1', '%4$s', 1,
                        timestamptz '2026-01-01Z' + interval '%5$d s', '%3$s', 0, 0);
                INSERT INTO latest_epochs (job, epoch) VALUES ('%1$s', 0)""".formatted(id, family, state, submission, second));
    }
}
