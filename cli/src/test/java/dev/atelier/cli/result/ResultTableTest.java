package dev.atelier.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Member;
import dev.atelier.cli.client.StudyResponse.Metrics;
import dev.atelier.cli.client.StudyResponse.Published;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.cli.follow.Jobs;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final Metrics NONE = new Metrics(null, null, null, null, null);

    @Test
    void setsVariantsBesideWhatWasPublished() {
        StudyResponse study = new StudyResponse(
                "mlp-depth-1",
                "mlp-depth",
                "",
                Metric.VALIDATION_ACCURACY,
                null,
                0,
                0,
                0,
                List.of(),
                List.of(
                        variant("linear", 5, new Published("test.accuracy", List.of(73.8, 73.54), 0.5, true)),
                        variant("one-hidden", 5, new Published("test.accuracy", List.of(84.69), 0.5, false)),
                        variant("two-hidden", 3, new Published("test.accuracy", List.of(85.3), 0.5, null))),
                List.of(),
                null);

        assertThat(ResultTable.of(study, List.of(), List.of()).toString().lines())
                .containsExactly(
                        "variant     jobs   test accuracy  validation accuracy      published  tolerance",
                        "linear       5/5  73.50 ± 0.12 %       74.10 ± 0.20 %  73.80 / 73.54     ± 0.50  reproduced",
                        "one-hidden   5/5  73.50 ± 0.12 %       74.10 ± 0.20 %          84.69     ± 0.50  NOT reproduced",
                        "two-hidden   3/5  73.50 ± 0.12 %       74.10 ± 0.20 %          85.30     ± 0.50  not complete");
    }

    @Test
    void leavesOutWhatWasNotPublishedAndTheSpreadOfASingleSeed() {
        StudyResponse study = new StudyResponse(
                "quickstart-1",
                "quickstart",
                "",
                Metric.VALIDATION_ACCURACY,
                null,
                0,
                0,
                0,
                List.of(),
                List.of(new Variant(
                        "quickstart",
                        "quickstart",
                        Metric.VALIDATION_ACCURACY,
                        1,
                        1,
                        new Metrics(0.8712, 0.36, 0.875, 0.88, 0.875),
                        NONE,
                        null)),
                List.of(),
                null);

        assertThat(ResultTable.of(study, List.of(), List.of()).toString().lines())
                .containsExactly(
                        "variant     jobs  test accuracy  validation accuracy",
                        "quickstart   1/1        87.12 %              87.50 %");
    }

    @Test
    void namesTheExperimentWhereAStudyHasSeveral() {
        StudyResponse study = new StudyResponse(
                "paper-1",
                "paper",
                "",
                Metric.VALIDATION_ACCURACY,
                null,
                0,
                0,
                0,
                List.of(),
                List.of(
                        new Variant("depth", "linear", Metric.VALIDATION_ACCURACY, 1, 0, NONE, NONE, null),
                        new Variant("activation", "tanh", Metric.VALIDATION_ACCURACY, 1, 0, NONE, NONE, null)),
                List.of(),
                null);

        assertThat(ResultTable.of(study, List.of(), List.of()).toString()).contains("depth linear", "activation tanh");
    }

    /** Studies that are part of one may choose by different metrics. */
    @Test
    void namesTheObjectiveOfEachVariantWhereTheyDiffer() {
        StudyResponse study = new StudyResponse(
                "all-1",
                "all",
                "",
                Metric.VALIDATION_ACCURACY,
                null,
                0,
                0,
                0,
                List.of(),
                List.of(
                        new Variant(
                                "loss",
                                "a",
                                new Metric("validation.loss"),
                                1,
                                1,
                                new Metrics(0.8, null, null, null, 0.5),
                                NONE,
                                null),
                        new Variant(
                                "accuracy",
                                "b",
                                Metric.VALIDATION_ACCURACY,
                                1,
                                1,
                                new Metrics(0.7, null, null, null, 0.6),
                                NONE,
                                null)),
                List.of(),
                null);

        assertThat(ResultTable.of(study, List.of(), List.of()).toString().lines())
                .containsExactly(
                        "variant     jobs  test accuracy                    objective",
                        "loss a       1/1        80.00 %       validation loss 0.5000",
                        "accuracy b   1/1        70.00 %  validation accuracy 60.00 %");
    }

    @Test
    void callsTheJobsOfASubmissionAsItDoes() {
        assertThat(ResultTable.of(
                                List.of(Jobs.job("abc", "COMPLETED", 5)),
                                job -> "another name",
                                ShownMetrics.of(List.of()))
                        .toString())
                .contains("abc  another name  ");
    }

    @Test
    void givesEachJobALine() {
        assertThat(ResultTable.of(
                                List.of(Jobs.job("abc", "COMPLETED", 5), Jobs.job("def", "QUEUED", 0)),
                                job -> "name of " + job.id(),
                                ShownMetrics.of(List.of()))
                        .toString()
                        .lines()
                        .skip(1))
                .containsExactly(
                        "abc  name of abc  mlp     completed    5/5        87.12 %              84.21 %     0.3612",
                        "def  name of def  mlp     queued       0/5              -                    -          -");
    }

    @Test
    void showsWhatTheStudyChoosesByAndTheMeansOfFurtherMetrics() {
        StudyResponse study = new StudyResponse(
                "f1-1",
                "f1",
                "",
                new Metric("validation.macroF1"),
                null,
                0,
                0,
                0,
                List.of(),
                List.of(new Variant(
                        "f1",
                        "one",
                        new Metric("validation.macroF1"),
                        3,
                        2,
                        new Metrics(0.8, 0.3, 0.8, 0.8, 0.625),
                        NONE,
                        null)),
                List.of(
                        new Member("f1", "one", 1, "mlp", "abc", JobState.COMPLETED, true),
                        new Member("f1", "one", 2, "mlp", "def", JobState.COMPLETED, true),
                        new Member("f1", "one", 3, "mlp", "ghi", JobState.COMPLETED, false),
                        new Member("f1", "two", 1, "mlp", "jkl", JobState.COMPLETED, true)),
                null);
        List<JobResponse> jobs = List.of(
                Jobs.job("abc", "COMPLETED", 5, 0.8, null),
                Jobs.job("def", "COMPLETED", 5, 0.9, null),
                Jobs.job("ghi", "COMPLETED", 5, 0.2, null),
                Jobs.job("jkl", "COMPLETED", 5, 0.1, null));

        assertThat(ResultTable.of(
                                study,
                                jobs,
                                List.of(new Metric("test.loss"), new Metric("test.accuracy"), new Metric("train.loss")))
                        .toString()
                        .lines())
                .containsExactly(
                        "variant  jobs  test accuracy  validation macro F1        test loss  training loss, last epoch",
                        "one       2/3        80.00 %              62.50 %  0.3612 ± 0.0000            0.4567 ±"
                                + " 0.0000");
    }

    private static Variant variant(String name, int completed, @Nullable Published published) {
        return new Variant(
                "mlp-depth",
                name,
                Metric.VALIDATION_ACCURACY,
                5,
                completed,
                new Metrics(0.735, 0.8, 0.741, 0.74, 0.741),
                new Metrics(0.0012, 0.01, 0.002, 0.003, 0.002),
                published);
    }
}
