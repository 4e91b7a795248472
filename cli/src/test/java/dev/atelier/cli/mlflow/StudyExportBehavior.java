package dev.atelier.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.mlflow.client.ArtifactPlace;
import dev.atelier.cli.mlflow.client.Credentials;
import dev.atelier.cli.mlflow.client.MlflowClient;
import dev.atelier.cli.mlflow.client.TrackedRun;
import dev.atelier.cli.mlflow.client.TrackingAddress;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an export does to any tracking server; looked at through its API. */
abstract class StudyExportBehavior {
    static final List<String> BY_EPOCH = List.of(
            "train.loss",
            "train.accuracy",
            "validation.loss",
            "validation.accuracy",
            "learningRate",
            "samplesPerSecond",
            "seconds");

    final String experiment = "depth-" + UUID.randomUUID();
    final List<String> printed = new ArrayList<>();
    RecordedResults results;

    /** The tracking server's address. */
    abstract String url() throws Exception;

    @BeforeEach
    void recordResults() throws Exception {
        results = new RecordedResults();
    }

    @AfterEach
    void closeResults() {
        results.close();
    }

    @Test
    void makesARunOfEachJobThatHasStarted() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 3);
        results.queued("job-b", "linear", 2).running("job-b", 1);
        results.queued("job-c", "linear", 3);

        assertThat(export())
                .isEqualTo("2 runs in experiment '" + experiment + "' at " + url()
                        + ": 2 new, 0 continued, 0 already there; left out 1 job that never started");

        TrackedRun completed = run("job-a");
        assertThat(completed.name()).isEqualTo("linear seed 1");
        assertThat(completed.status()).isEqualTo("FINISHED");
        assertThat(completed.end())
                .contains(RecordedResults.STARTED.plusSeconds(3600).toEpochMilli());
        assertThat(completed.params())
                .hasSize(48)
                .containsEntry("training.optimizer.eps", "1e-8")
                .containsEntry("model.hidden", "[256,256]")
                .containsEntry("data.limit", "null");
        assertThat(completed.tags())
                .containsEntry("atelier.job", "job-a")
                .containsEntry("atelier.study", RecordedResults.STUDY)
                .containsEntry("atelier.variant", "linear")
                .containsEntry("atelier.seed", "1")
                .containsEntry("atelier.model.sha256", "e".repeat(64))
                .containsKey("mlflow.note.content");
        assertThat(lengths(completed)).isEqualTo(lengths(3, true));
        assertThat(client().history(completed.id(), "train.loss")).isEqualTo(Map.of(1L, 1.0, 2L, 0.5, 3L, 1.0 / 3));
        assertThat(client().history(completed.id(), "test.accuracy")).isEqualTo(Map.of(3L, 0.87));
        assertThat(files(completed)).isEqualTo(sizes("job-a"));

        TrackedRun running = run("job-b");
        assertThat(running.status()).isEqualTo("RUNNING");
        assertThat(running.end()).isEmpty();
        assertThat(lengths(running)).isEqualTo(lengths(1, false));
        assertThat(printed)
                .containsExactly(
                        "linear seed 1             new: 48 parameters, 23 values, 3 files, finished",
                        "linear seed 2             new: 48 parameters, 7 values",
                        "linear seed 3             waits, left out");
    }

    @Test
    void changesNothingWhenItIsRepeated() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 3);
        results.queued("job-b", "linear", 2).running("job-b", 2).failed("job-b", "the loss is not a number");
        export();
        TrackedRun before = run("job-a");
        printed.clear();

        assertThat(export()).endsWith(": 0 new, 0 continued, 2 already there");

        assertThat(run("job-a")).isEqualTo(before);
        assertThat(lengths(before)).isEqualTo(lengths(3, true));
        assertThat(run("job-b").status()).isEqualTo("FAILED");
        assertThat(run("job-b").tags()).containsEntry("atelier.reason", "the loss is not a number");
        assertThat(printed)
                .containsExactly("linear seed 1             already there", "linear seed 2             already there");
    }

    @Test
    void goesOnWithARunThatWasExportedInItsMiddle() throws Exception {
        results.queued("job-a", "linear", 1).running("job-a", 2);
        export();
        results.completed("job-a", 5);

        assertThat(export()).endsWith(": 0 new, 1 continued, 0 already there");

        TrackedRun run = run("job-a");
        assertThat(run.status()).isEqualTo("FINISHED");
        assertThat(lengths(run)).isEqualTo(lengths(5, true));
        assertThat(files(run)).isEqualTo(sizes("job-a"));
        assertThat(printed).last().isEqualTo("linear seed 1             continued: 23 values, 3 files, finished");
    }

    @Test
    void keepsAJobThatWasRetriedInOneRun() throws Exception {
        results.queued("job-a", "linear", 1).running("job-a", 2).failed("job-a", "three starts without an epoch");
        export();
        results.completed("job-a", 3)
                .epochs("job-a")
                .set(
                        1,
                        RecordedResults.recorded("epoch.json")
                                .put("epoch", 2)
                                .put("trainLoss", 0.25)
                                .put("completedAt", "2026-01-02T05:00:00Z"));

        assertThat(export()).endsWith(": 0 new, 1 continued, 0 already there");

        TrackedRun run = run("job-a");
        assertThat(run.status()).isEqualTo("FINISHED");
        assertThat(run.tags()).doesNotContainKey("atelier.reason");
        assertThat(lengths(run)).isEqualTo(lengths(3, true));
        assertThat(client().history(run.id(), "train.loss")).containsEntry(2L, 0.5);
        assertThat(printed).last().asString().contains("1 of the exported values differ");
    }

    @Test
    void writesMoreThanABatchHolds() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 450);
        ObjectNode tags = (ObjectNode) results.document("job-a").at("/request/tags");
        for (int i = 0; i < 120; i++) {
            tags.put("häufig/" + i, "x".repeat(200));
        }

        export();

        TrackedRun run = run("job-a");
        assertThat(run.params()).hasSize(168).containsKey("tags.h_ufig_119");
        assertThat(lengths(run)).isEqualTo(lengths(450, true));
        assertThat(export()).endsWith("1 already there");
    }

    @Test
    void leavesWhatPeopleWroteIntoARun() throws Exception {
        results.queued("job-a", "linear", 1).running("job-a", 1);
        export();
        String id = run("job-a").id();
        client().setTags(id, Map.of(Tags.NOTE, "looks fine", "mine", "yes"));
        results.completed("job-a", 2);

        export();

        assertThat(run("job-a").tags()).containsEntry(Tags.NOTE, "looks fine").containsEntry("mine", "yes");
    }

    @Test
    void countsForProgramsWhatItDid() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 3);
        results.queued("job-c", "linear", 3);

        assertThat(summary(false).document())
                .isEqualTo(Json.MAPPER
                        .createObjectNode()
                        .put("experiment", experiment)
                        .put("server", url())
                        .put("new", 1)
                        .put("continued", 0)
                        .put("alreadyThere", 0)
                        .put("leftOut", 1));
    }

    String export() throws Exception {
        return export(true);
    }

    String export(boolean withArtifacts) throws Exception {
        return summary(withArtifacts).sentence();
    }

    private ExportSummary summary(boolean withArtifacts) throws Exception {
        ResultsService service = new ResultsService(results.url());
        return new StudyExport(service, client(), withArtifacts, printed::add)
                .export(service.study(RecordedResults.STUDY).orElseThrow(), experiment);
    }

    MlflowClient client() throws Exception {
        return new MlflowClient(TrackingAddress.of(Optional.of(url()), Map.of()), Credentials.of(Map.of()));
    }

    /** The only run of a job. */
    TrackedRun run(String job) throws Exception {
        String id = client().experiment(experiment).orElseThrow().id();
        List<TrackedRun> runs = client().runsWithTag(id, "atelier.job").stream()
                .filter(run -> job.equals(run.tags().get("atelier.job")))
                .toList();
        assertThat(runs).as("runs of " + job).hasSize(1);
        return runs.getFirst();
    }

    /** How many values each metric of a run has, doubles among them. */
    private Map<String, Integer> lengths(TrackedRun run) throws Exception {
        Map<String, Integer> lengths = new HashMap<>();
        for (String metric : run.metrics()) {
            lengths.put(metric, History.of(url(), run.id(), metric).size());
        }
        return lengths;
    }

    private static Map<String, Integer> lengths(int epochs, boolean tested) {
        Map<String, Integer> lengths = BY_EPOCH.stream().collect(Collectors.toMap(metric -> metric, metric -> epochs));
        if (tested) {
            lengths.putAll(Map.of("test.accuracy", 1, "test.loss", 1));
        }
        return lengths;
    }

    private Map<String, Long> files(TrackedRun run) throws Exception {
        ArtifactPlace place = ArtifactPlace.of(run.artifactUri(), client().address());
        assertThat(place).isInstanceOf(ArtifactPlace.Proxied.class);
        return client().files((ArtifactPlace.Proxied) place);
    }

    private static Map<String, Long> sizes(String job) {
        return List.of("model.json", "model.safetensors", "predictions.safetensors").stream()
                .collect(Collectors.toMap(name -> name, name -> (long) RecordedResults.file(job, name).length));
    }
}
