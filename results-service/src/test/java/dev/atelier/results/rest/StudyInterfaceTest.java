package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Unit;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Studies, submissions and datasets, as the interface and the pages show them. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StudyInterfaceTest extends ServiceTest {
    @Test
    void aStudyShowsItsVariantsBesideWhatWasPublished() {
        log.publish(SampleEvents.study("means", "means-12345678", "m-1", "m-2", "m-3", "m-4"));
        double[] accuracies = {0.735, 0.84, 0.737, 0.86};
        for (int i = 1; i <= 4; i++) {
            log.publish(
                    SampleEvents.queued("m-" + i, 1),
                    SampleEvents.started("m-" + i, "r"),
                    SampleEvents.epoch("m-" + i, "r", 5),
                    SampleEvents.completedAlone("m-" + i, "r", accuracies[i - 1]));
            awaitState("m-" + i, "COMPLETED");
        }

        JsonNode study = json("/api/studies/means-12345678");

        assertThat(study.path("completed").asInt()).isEqualTo(4);
        assertThat(study.at("/members/2/metrics/testAccuracy").asDouble()).isEqualTo(0.737);
        JsonNode linear = study.at("/variants/0");
        assertThat(linear.path("variant").asText()).isEqualTo("linear");
        assertThat(linear.at("/mean/testAccuracy").asDouble())
                .isCloseTo(0.736, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(linear.at("/standardDeviation/testAccuracy").asDouble())
                .isCloseTo(0.001414213562, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(linear.at("/published/values/0").asDouble()).isEqualTo(73.8);
        assertThat(linear.at("/published/reproduced").asBoolean()).isTrue();
        assertThat(study.at("/variants/1/published").isNull()).isTrue();
        assertThat(json("/api/studies").path("items").findValuesAsText("id")).contains("means-12345678");
    }

    @Test
    void figuresOfAnyMetricAreCompared() {
        List<Metric> metrics = Metric.all();
        log.publish(publishedOf("of-any", "of-any-12345678", metrics));
        for (int i = 0; i < metrics.size(); i++) {
            String job = "any-" + i;
            log.publish(
                    SampleEvents.queued(job, 1),
                    SampleEvents.started(job, "r"),
                    SampleEvents.withMetrics(
                            SampleEvents.epoch(job, "r", 5), values(metrics, Split.TRAIN, Split.VALIDATION)),
                    SampleEvents.withMetrics(SampleEvents.completed(job, "r", 0.25), values(metrics, Split.TEST)));
            awaitState(job, "COMPLETED");
        }
        await().until(exists("/studies/of-any-12345678"));

        JsonNode variants = json("/api/studies/of-any-12345678").path("variants");

        for (int i = 0; i < metrics.size(); i++) {
            boolean isFraction = metrics.get(i).unit().equals(Optional.of(Unit.FRACTION));
            JsonNode published = variants.path(i).path("published");
            assertThat(published.path("metric").asText())
                    .isEqualTo(metrics.get(i).name());
            assertThat(published.path("measured").asDouble())
                    .as("%s", metrics.get(i))
                    .isCloseTo(isFraction ? 25 : 0.25, Offset.offset(1e-9));
            assertThat(published.path("reproduced").asBoolean()).isTrue();
        }
        assertThat(get("/studies/of-any-12345678").body())
                .contains("0.25 ± 0.1 (validation loss)", "25.00 ± 0.1 (test macro F1)", "25.00 ± 0.1</td>");
    }

    /** A study of a variant for each metric, with what was published of it: 0.25, or 25 %. */
    private static SubmissionAccepted publishedOf(String submission, String study, List<Metric> metrics) {
        ObjectNode written = Json.MAPPER.createObjectNode().put("study", "of-any");
        written.putObject("base").put("family", "mlp");
        List<SubmissionAccepted.Member> members = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            boolean isFraction = metric.unit().equals(Optional.of(Unit.FRACTION));
            ObjectNode variant = written.withArray("variants").addObject().put("name", "v" + i);
            variant.putObject("published")
                    .put("metric", metric.name())
                    .put("tolerance", 0.1)
                    .putArray("values")
                    .add(isFraction ? 25 : 0.25);
            members.add(new SubmissionAccepted.Member(
                    "of-any", "v" + i, 1, new Family("mlp"), "any-" + i, Disposition.QUEUED, 1, "any-" + i, Map.of()));
        }
        return new SubmissionAccepted(
                submission, new RecordOrigin(0, 7, "me"), study, "of-any", written, members, SampleEvents.time(0));
    }

    private static Map<String, Double> values(List<Metric> metrics, Split... splits) {
        return metrics.stream()
                .filter(metric -> Set.of(splits).contains(metric.split().orElseThrow()))
                .collect(Collectors.toMap(Metric::name, metric -> 0.25));
    }

    @Test
    void submissionsAndDatasetsAreShown() {
        log.publish(SampleEvents.rejected("wrong"), SampleEvents.dataset());
        await().until(exists("/api/submissions/wrong"));
        await().until(() -> json("/api/datasets").path("total").asInt() > 0);

        JsonNode submission = json("/api/submissions/wrong");

        assertThat(submission.path("accepted").asBoolean()).isFalse();
        assertThat(submission.at("/violations/0/field").asText()).isEqualTo("training.batchSize");
        assertThat(submission.path("offset").asLong()).isEqualTo(8);
        assertThat(json("/api/datasets").at("/items/0/manifest/shape/height").asInt())
                .isEqualTo(28);
    }

    @Test
    void whatWasTrainedOnASampleIsNamedAfterIt() {
        String name = "fashion-mnist-sample";
        Job job = sampleJob(name);
        JobQueued queued = SampleEvents.queued("sampled", 1);
        SubmissionAccepted study = SampleEvents.study("sample", "quickstart-sample-12345678", "sampled");
        log.publish(
                sample(name),
                new SubmissionAccepted(
                        study.submission(),
                        study.origin(),
                        study.study(),
                        "quickstart-sample",
                        Json.MAPPER
                                .createObjectNode()
                                .put("study", "quickstart-sample")
                                .set("base", Json.MAPPER.createObjectNode().put("family", "mlp")),
                        List.of(new SubmissionAccepted.Member(
                                "quickstart-sample",
                                name,
                                42,
                                job.family(),
                                "sampled",
                                Disposition.QUEUED,
                                1,
                                name,
                                Map.of())),
                        study.time()),
                new JobQueued(
                        "sampled",
                        queued.submission(),
                        1,
                        name + "@dddddddddddd",
                        queued.datasetDigest(),
                        job,
                        null,
                        queued.time()),
                SampleEvents.started("sampled", "r"),
                SampleEvents.epoch("sampled", "r", 5),
                SampleEvents.completed("sampled", "r", 0.875));
        awaitState("sampled", "COMPLETED");
        await().until(exists("/studies/quickstart-sample-12345678"));
        await().until(() -> json("/api/datasets").findValuesAsText("name").contains(name));

        assertThat(get("/?name=sample").body()).contains(">fashion-mnist-sample</a>");
        assertThat(get("/jobs/sampled").body())
                .contains("<h2>fashion-mnist-sample</h2>")
                .containsPattern("<th scope=\"row\">data.dataset</th><td>fashion-mnist-sample</td>");
        for (String shown : List.of("", "/report.html", "/report.json")) {
            assertThat(get("/studies/quickstart-sample-12345678" + shown).body())
                    .as("the study%s", shown)
                    .contains(
                            "quickstart-sample", "fashion-mnist-sample", "Images of fashion-mnist-sample@dddddddddddd");
        }
        assertThat(json("/api/jobs/sampled").at("/request/data/dataset").asText())
                .isEqualTo(name);
    }

    private static Job sampleJob(String name) {
        ObjectNode written = Json.MAPPER.createObjectNode().put("family", "mlp").put("name", name);
        written.putObject("data").put("dataset", name).putObject("split").put("validation", 300);
        return JobSchema.resolve(written).orElseThrow();
    }

    private static DatasetPublished sample(String name) {
        DatasetManifest whole = SampleEvents.dataset().manifest();
        return new DatasetPublished(
                new DatasetManifest(
                        name,
                        whole.version(),
                        whole.digest(),
                        "the bundled sample",
                        whole.classes(),
                        whole.shape(),
                        whole.mean(),
                        whole.std(),
                        whole.train(),
                        whole.test(),
                        whole.topic(),
                        whole.partition()),
                SampleEvents.time(0));
    }
}
