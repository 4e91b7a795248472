package dev.atelier.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.mlflow.client.Credentials;
import dev.atelier.cli.mlflow.client.MlflowClient;
import dev.atelier.cli.mlflow.client.MlflowException;
import dev.atelier.cli.mlflow.client.TrackingAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StudyExportTest extends StudyExportBehavior {
    private InMemoryMlflow mlflow;

    @BeforeEach
    void startMlflow() throws Exception {
        mlflow = new InMemoryMlflow();
    }

    @AfterEach
    void stopMlflow() {
        mlflow.close();
    }

    @Override
    String url() {
        return mlflow.url();
    }

    @Test
    void completesWhatAnyInterruptedExportLeft() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 3);
        results.queued("job-b", "linear", 2).completed("job-b", 3);
        export();
        int whole = mlflow.requests.size();
        InMemoryRun unbroken = mlflow.runs.values().iterator().next();
        for (int requests = 0; requests < whole; requests++) {
            mlflow.experiments.clear();
            mlflow.runs.clear();
            mlflow.files.clear();
            mlflow.requestsUntilOutage = requests;
            assertThatThrownBy(this::export).isInstanceOf(MlflowException.class);
            mlflow.requestsUntilOutage = Integer.MAX_VALUE;

            export();

            assertThat(mlflow.runs).as("after an outage at request " + requests).hasSize(2);
            assertThat(mlflow.runs.values().iterator().next().document()).isEqualTo(unbroken.document());
            assertThat(mlflow.files).hasSize(6);
        }
        assertThat(whole).isGreaterThan(10);
    }

    @Test
    void sendsFilesOnceAndAsTheyAre() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        export();
        export();

        assertThat(mlflow.requests.stream().filter(request -> request.startsWith("PUT ")))
                .hasSize(3);
        assertThat(mlflow.files)
                .allSatisfy((path, bytes) -> assertThat(bytes)
                        .isEqualTo(RecordedResults.file("job-a", path.substring(path.lastIndexOf('/') + 1))));
    }

    @Test
    void sendsFilesLaterThatWereNotWantedAtFirst() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        export(false);
        assertThat(mlflow.files).isEmpty();

        assertThat(export()).contains("1 continued");
        assertThat(mlflow.files).hasSize(3);
    }

    @Test
    void sendsTheFilesOfAnotherResultAlthoughTheyAreAsLong() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        export();
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        results.document("job-a").path("model"))
                .put("sha256", "d".repeat(64));

        assertThat(export()).contains("1 continued");
        assertThat(printed).last().isEqualTo("linear seed 1             continued: 3 files");
    }

    @Test
    void reportsWhyFilesAreSkippedWhereTheServerDoesNotTakeThem() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        mlflow.artifactRoot = "s3://bucket/";
        assertThat(export()).contains("1 new");
        assertThat(printed)
                .last()
                .asString()
                .matches("Artifacts were skipped: the server does not accept files; clients must write them to "
                        + "s3://bucket/1/[0-9a-f]{32}/artifacts directly\\.");

        assertThat(export()).contains("1 already there");
    }

    @Test
    void reportsWhyFilesAreSkippedWhereTheServerDoesNotServeThem() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        mlflow.servesArtifacts = false;

        assertThat(export()).contains("1 new");
        assertThat(printed)
                .last()
                .isEqualTo("Artifacts were skipped: MLflow at " + url() + " runs without --serve-artifacts.");
    }

    @Test
    void reportsWhichFilesTheResultsServiceDoesNotHave() throws Exception {
        results.queued("job-a", "linear", 1)
                .completed("job-a", 1)
                .document("job-a")
                .put("lost", true);

        assertThat(export()).contains("1 new");
        assertThat(printed).contains("  There is no such thing");
    }

    @Test
    void writesAJobThatIsSeveralVariantsOnce() throws Exception {
        results.queued("job-a", "linear", 1).member("job-a", "none", 1).completed("job-a", 1);

        assertThat(export()).startsWith("1 run ");
        assertThat(run("job-a").name()).isEqualTo("linear, none seed 1");
        assertThat(run("job-a").tags()).containsEntry("atelier.variant", "linear, none");
    }

    @Test
    void reportsWhyAJobNeverStarted() throws Exception {
        results.queued("job-a", "linear", 1).failed("job-a", "no dataset");

        assertThat(export()).startsWith("0 runs ");
        assertThat(printed)
                .containsExactly("linear seed 1             failed before it started (no dataset), left out");
    }

    @Test
    void describesTheExperiment() throws Exception {
        export();

        assertThat(mlflow.experiments.values().iterator().next().path("tags").toString())
                .contains("{\"key\":\"mlflow.note.content\",\"value\":\"How much do hidden layers help?\"}")
                .contains("{\"key\":\"atelier.study\",\"value\":\"depth-1a2b3c4d\"}");
    }

    @Test
    void refusesAnExperimentInTheBin() throws Exception {
        export();
        mlflow.experiments.values().iterator().next().put("lifecycle_stage", "deleted");

        assertThatThrownBy(this::export)
                .hasMessage("experiment '" + experiment + "' at " + url()
                        + " was deleted and still holds its name; restore "
                        + "it there, or name another with --experiment");
    }

    @Test
    void passesOnTheMessageOfMlflow() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        mlflow.requestsUntilOutage = 4;

        assertThatThrownBy(this::export)
                .hasMessage("run 'linear seed 1': MLflow at " + url()
                        + " refused: the database is unavailable (INTERNAL_ERROR)");
    }

    @Test
    void reportsThatNobodyAnswers() throws Exception {
        mlflow.close();

        assertThatThrownBy(this::export)
                .hasMessage(
                        "MLflow does not respond at " + url() + " (connection refused); 'mlflow server' starts one, "
                                + "--to or MLFLOW_TRACKING_URI names another");
    }

    @Test
    void reportsThatAFileBrokeOff() throws Exception {
        results.queued("job-a", "linear", 1).completed("job-a", 1);
        results.document("job-a").put("cut", true);

        assertThatThrownBy(this::export)
                .isInstanceOf(MlflowException.class)
                .hasMessageStartingWith("run 'linear seed 1': model.safetensors could not be sent to " + url() + " (");
        assertThat(run("job-a").status()).isEqualTo("RUNNING");
    }

    @Test
    void reportsThatSomethingElseAnswers() throws Exception {
        assertThatThrownBy(() -> export(new MlflowClient(
                        TrackingAddress.of(Optional.of(results.url()), Map.of()), Credentials.of(Map.of()))))
                .hasMessage("what answers at " + results.url()
                        + " does not have MLflow's API: status 404 at /api/2.0/mlflow/experiments/get-by-name");
    }

    @Test
    void reportsWhoItIsAndNeverShowsHow() throws Exception {
        Map<String, String> token = Map.of("MLFLOW_TRACKING_TOKEN", "very-secret");
        mlflow.authorization = "Bearer very-secret";
        TrackingAddress address = TrackingAddress.of(Optional.of(url()), Map.of());

        assertThatThrownBy(this::export)
                .hasMessage("MLflow at " + url()
                        + " does not accept the credentials (status 401: You are not authenticated.); "
                        + "set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
        export(new MlflowClient(address, Credentials.of(token)));
        assertThat(mlflow.experiments).hasSize(1);
        mlflow.authorization = "Bearer another";
        assertThatThrownBy(() -> export(new MlflowClient(address, Credentials.of(token))))
                .hasMessage("MLflow at " + url()
                        + " does not accept the credentials (status 401: You are not authenticated.); "
                        + "MLFLOW_TRACKING_TOKEN was rejected");
    }

    private void export(MlflowClient client) throws Exception {
        ResultsService service = new ResultsService(results.url());
        StudyResponse study = service.study(RecordedResults.STUDY).orElseThrow();
        new StudyExport(service, client, true, printed::add).export(study, experiment);
    }
}
