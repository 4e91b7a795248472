package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Jobs, epochs and studies as CSV. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class CsvDownloadsTest extends ServiceTest {
    @Inject
    DataSource database;

    @Test
    void allJobsThatMatchAreWrittenOnceHoweverManyTheyAre() {
        int jobs = 1100;
        IntStream.range(0, jobs).forEach(i -> log.publish(SampleEvents.queued("many-%04d".formatted(i), 1)));
        log.publish(SampleEvents.accepted("asked-many", "many-0007", "=many, \"7\"", Map.of("download", "many")));
        await().until(() -> json("/api/jobs?name=many&limit=1").path("total").asInt() == jobs);
        await().until(() ->
                json("/api/jobs?tag=download%3Dmany&limit=1").path("total").asInt() == 1);

        HttpResponse<String> response = get("/api/csv/jobs?name=many-&sort=name&state=");
        List<String> lines = response.body().lines().toList();

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(response.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"jobs.csv\"");
        assertThat(lines.getFirst())
                .startsWith("id,name,study,dataset,family,seed,state,queuedAt")
                .contains(",test.accuracy");
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .hasSize(jobs)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(get("/api/csv/jobs?tag=download%3Dmany")
                        .body()
                        .lines()
                        .toList()
                        .getLast())
                .startsWith(
                        "many-0007,many-0007,,fashion-mnist@dddddddddddd,mlp,42,QUEUED,2026-03-01T12:00:01.123456Z,")
                .contains(",download=many,");
        assertThat(refusal("/api/csv/jobs?state=DONE", 400)).contains("state is 'DONE'");
    }

    @Test
    void theEpochsOfAJobAreWrittenWithTheirMetrics() {
        log.publish(
                SampleEvents.queued("csv-epochs", 1),
                SampleEvents.started("csv-epochs", "r"),
                SampleEvents.epoch("csv-epochs", "r", 1),
                SampleEvents.withMetrics(SampleEvents.epoch("csv-epochs", "r", 2), Map.of("validation.new", 0.25)));
        awaitEpochs("csv-epochs", 2);

        List<String> lines =
                get("/api/csv/jobs/csv-epochs/epochs").body().lines().toList();

        assertThat(lines).hasSize(3);
        List<String> header = List.of(lines.getFirst().split(","));
        assertThat(header)
                .startsWith("epoch", "attempt", "completedAt", "learningRate")
                .contains("train.loss");
        List<String> second = List.of(lines.getLast().split(",", -1));
        assertThat(second).hasSameSizeAs(header).startsWith("2", "1", "2026-03-01T12:00:22.123456Z", "0.001");
        assertThat(second.get(header.indexOf("train.loss"))).isEqualTo("0.5");
        assertThat(second.get(header.indexOf("validation.new"))).isEqualTo("0.25");
        assertThat(refusal("/api/csv/jobs/nobody/epochs", 404)).contains("There is no job 'nobody'");
    }

    @Test
    void studiesAndTheirJobsAreWritten() {
        log.publish(SampleEvents.study("csv-study", "csv-12345678", "c-1", "c-2"), SampleEvents.queued("c-2", 1));
        await().until(exists("/api/jobs/c-2"));
        await().until(exists("/api/studies/csv-12345678"));

        assertThat(get("/api/csv/studies").body().lines().toList())
                .startsWith(
                        "id,name,description,objective,direction,baseline,acceptedAt,jobs,completed,failedOrCancelled")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("csv-12345678,depth,,validation.accuracy,maximize,linear,2026-")
                        .endsWith(",2,0,0"));
        List<String> jobs = new ArrayList<>(
                get("/api/csv/studies/csv-12345678/jobs").body().lines().toList());
        assertThat(jobs.removeFirst()).startsWith("number,experiment,variant,seed,family,job,state,epoch,epochs");
        assertThat(jobs)
                .satisfiesExactly(
                        first -> assertThat(first).contains(",depth,linear,1,mlp,c-1,QUEUED,0,,"),
                        second -> assertThat(second).contains(",depth,deep,1,mlp,c-2,QUEUED,0,5,"));
        assertThat(refusal("/api/csv/studies/nobody/jobs", 404)).contains("There is no study 'nobody'");
    }

    /** A file that ends early says nothing of it, so that its reader takes a part for the whole. */
    @Test
    void allStudiesThatMatchAreWrittenOrTheRequestIsRefused() throws SQLException {
        insertStudies(1, 100_000);
        try {
            assertThat(get("/api/csv/studies?name=flood")
                            .body()
                            .lines()
                            .skip(1)
                            .map(line -> line.substring(0, line.indexOf(',')))
                            .distinct())
                    .hasSize(100_000);

            insertStudies(100_001, 100_001);

            assertThat(refusal("/api/csv/studies?name=flood", 400))
                    .contains("More than 100000 studies match; filter them by name, state or archived");
        } finally {
            execute("DELETE FROM studies WHERE name = 'flood'");
        }
    }

    private void insertStudies(int first, int last) throws SQLException {
        execute("""
                INSERT INTO studies (id, submission, name, description, objective, direction, accepted_at, log_partition, log_offset)
                SELECT 'flood-' || i, 'flood', 'flood', '', 'validation.accuracy', 'maximize', now(), 0, 0
                  FROM generate_series(%d, %d) i""".formatted(first, last));
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
