package dev.atelier.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Member;
import dev.atelier.cli.mlflow.client.MetricPoint;
import dev.atelier.cli.mlflow.client.RunStatus;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunMappingTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:00Z");
    private static final Member LINEAR = member("depth", "linear");

    private final ObjectNode job = RecordedResults.recorded("job.json");

    @Test
    void aJobThatWaitsIsNoRun() {
        assertThat(run()).isEmpty();
    }

    @Test
    void aRunStandsAsItsJob() {
        job.put("startedAt", START.toString());
        assertThat(status("RUNNING")).isEqualTo(RunStatus.RUNNING);
        assertThat(status("COMPLETED")).isEqualTo(RunStatus.FINISHED);
        assertThat(status("FAILED")).isEqualTo(RunStatus.FAILED);
        assertThat(status("CANCELLED")).isEqualTo(RunStatus.KILLED);
    }

    @Test
    void eachEpochIsAStepAtItsOwnTimeAndTheTestOneAtTheTestedEpoch() {
        Instant end = START.plusSeconds(60);
        job.put("state", "COMPLETED")
                .put("startedAt", START.toString())
                .put("endedAt", end.toString())
                .put("epoch", 2)
                .put("testedEpoch", 1)
                .put("testAccuracy", 0.87);
        job.putObject("metrics").put("test.beauty", 7.5).put("validation.beauty", 2.5);
        ObjectNode recorded = RecordedResults.recorded("epoch.json").putNull("trainLoss");
        recorded.putObject("metrics").put("validation.beauty", 1.5);
        Epoch epoch = Json.MAPPER.convertValue(recorded, Epoch.class);

        assertThat(run(epoch).orElseThrow().metrics())
                .containsExactly(
                        new MetricPoint("train.accuracy", 1, 0.8, epoch.completedAt()),
                        new MetricPoint("validation.accuracy", 1, 0.75, epoch.completedAt()),
                        new MetricPoint("validation.beauty", 1, 1.5, epoch.completedAt()),
                        new MetricPoint("validation.loss", 1, 0.6, epoch.completedAt()),
                        new MetricPoint("learningRate", 1, 0.001, epoch.completedAt()),
                        new MetricPoint("samplesPerSecond", 1, 50000.5, epoch.completedAt()),
                        new MetricPoint("seconds", 1, 1.25, epoch.completedAt()),
                        new MetricPoint("test.accuracy", 1, 0.87, end),
                        new MetricPoint("test.beauty", 1, 7.5, end));
    }

    @Test
    void aRunOnTheSampleNamesIt() {
        job.put("state", "COMPLETED").put("startedAt", START.toString());
        job.withObject("/request/data").put("dataset", "fashion-mnist-sample");

        assertThat(run().orElseThrow().params()).containsEntry("data.dataset", "fashion-mnist-sample");
    }

    @Test
    void tagsStateWhatTheJobIsInItsStudy() {
        job.put("state", "FAILED").put("startedAt", START.toString()).put("reason", "r".repeat(9000));

        assertThat(run().orElseThrow().tags())
                .containsOnlyKeys(
                        "atelier.job",
                        "atelier.study",
                        "atelier.experiment",
                        "atelier.variant",
                        "atelier.seed",
                        "atelier.family",
                        "atelier.dataset.digest",
                        "atelier.reason")
                .containsEntry("atelier.experiment", "depth")
                .containsEntry("atelier.reason", "r".repeat(5000));
    }

    @Test
    void namesDistinguishExperimentsWhereThereAreSeveral() {
        Member other = member("width", "linear");

        assertThat(new RunMapping(study(LINEAR)).name(List.of(LINEAR))).isEqualTo("linear seed 1");
        assertThat(new RunMapping(study(LINEAR, other)).name(List.of(LINEAR, other)))
                .isEqualTo("depth linear, width linear seed 1");
        assertThat(new RunMapping(study(LINEAR)).name(List.of(member("depth", "v".repeat(300)))))
                .hasSize(250)
                .endsWith("vv seed 1");
    }

    private RunStatus status(String state) {
        job.put("state", state);
        return run().orElseThrow().status();
    }

    private Optional<JobRun> run(Epoch... epochs) {
        JobResponse known = Json.MAPPER.convertValue(job, JobResponse.class);
        return new RunMapping(study(LINEAR)).run(List.of(LINEAR), known, List.of(epochs));
    }

    private static StudyResponse study(Member... members) {
        return new StudyResponse(
                "depth-1",
                "depth",
                "",
                Metric.VALIDATION_ACCURACY,
                null,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(members),
                null);
    }

    private static Member member(String experiment, String variant) {
        return new Member(experiment, variant, 1, "mlp", "j", JobState.QUEUED, false);
    }
}
