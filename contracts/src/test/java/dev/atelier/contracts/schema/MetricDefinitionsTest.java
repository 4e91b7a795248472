package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.study.Study;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs and studies can go by every metric of the catalogue but those of test images. */
class MetricDefinitionsTest {
    private static final ObjectNode JOB = JsonNodeFactory.instance.objectNode().put("family", "mlp");

    static {
        JOB.putObject("evaluation").put("checkpoint", "best");
    }

    static List<Metric> chosen() {
        return Metric.ofEpochs();
    }

    static List<Metric> ofTests() {
        return Metric.of(Split.TEST);
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void theBestEpochIsTheBestByAnyMetric(Metric metric) {
        Job job = valid("evaluation.monitor", metric);

        assertThat(job.evaluation().monitor()).isEqualTo(metric);
        assertThat(metric.direction()).contains(job.evaluation().mode());
        assertThat(invalid("evaluation", metric, "mode", opposite(metric).jsonName()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).isEqualTo("evaluation.mode"));
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void aJobStopsEarlyByAnyMetric(Metric metric) {
        Job job = valid("training.earlyStopping.monitor", metric);

        assertThat(job.training().earlyStopping()).satisfies(early -> {
            assertThat(early.monitor()).isEqualTo(metric);
            assertThat(metric.direction()).contains(early.mode());
        });
        assertThat(invalid(
                        "training/earlyStopping",
                        metric,
                        "mode",
                        opposite(metric).jsonName()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).isEqualTo("training.earlyStopping.mode"));
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void variantsAreChosenByAnyMetric(Metric metric) {
        assertThat(Study.read(study(metric))).isInstanceOfSatisfying(Checked.Valid.class, valid -> {
            Objective objective = ((Study) valid.value()).objective();
            assertThat(objective.metric()).isEqualTo(metric);
            assertThat(metric.direction()).contains(objective.direction());
        });
        ObjectNode contradictory = (ObjectNode) study(metric);
        contradictory.withObject("/objective").put("direction", opposite(metric).verb());
        assertThat(Study.read(contradictory))
                .isInstanceOfSatisfying(
                        Checked.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .singleElement()
                                .satisfies(violation -> assertThat(((Violation) violation).field())
                                        .isEqualTo("objective.direction")));
    }

    @ParameterizedTest
    @MethodSource("ofTests")
    void nothingIsChosenByTestImages(Metric metric) {
        assertThat(invalid("evaluation", metric, "checkpoint", "best"))
                .singleElement()
                .satisfies(violation -> assertThat(violation.sentence())
                        .startsWith("evaluation.monitor is \"" + metric.name() + "\"; expected one of "
                                + String.join(
                                        ", ",
                                        chosen().stream().map(Metric::name).toList())));
        assertThat(Study.read(study(metric))).isInstanceOf(Checked.Invalid.class);
    }

    static List<Metric> all() {
        return Metric.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void figuresArePublishedOfAnyMetric(Metric metric) {
        ObjectNode study = JsonNodeFactory.instance.objectNode().put("study", "s");
        ObjectNode variant = study.putArray("variants").addObject().put("name", "v");
        ObjectNode ofVariant = variant.putObject("published");
        ofVariant
                .put("metric", metric.name())
                .put("tolerance", 1)
                .putArray("values")
                .add(2);
        ObjectNode ofGrid = study.putObject("published");
        ofGrid.put("metric", metric.name()).put("tolerance", 1);
        ofGrid.putObject("values").putArray("v").add(2);

        assertThat(Study.read(study)).isInstanceOf(Checked.Valid.class);
        ofVariant.put("metric", metric.name() + "2");
        assertThat(Study.read(study)).isInstanceOf(Checked.Invalid.class);
    }

    @Test
    void theDocumentsListTheMetrics() {
        List<String> names = chosen().stream().map(Metric::name).toList();

        assertThat(names(JobSchema.document().at("/$defs/evaluation/properties/monitor/enum")))
                .isEqualTo(names);
        assertThat(names(JobSchema.document().at("/$defs/earlyStopping/properties/monitor/enum")))
                .isEqualTo(names);
        assertThat(names(StudySchema.document().at("/$defs/study/properties/objective/properties/metric/enum")))
                .isEqualTo(names);
        assertThat(JobSchema.document().findValue("x-metric")).isNull();
    }

    private static Job valid(String field, Metric metric) {
        JsonNode written = MergePatch.apply(JOB, MergePatch.set(field, text(metric.name())));
        return JobSchema.resolve(written).orElseThrow();
    }

    private static List<Violation> invalid(String section, Metric metric, String field, String value) {
        ObjectNode written = JOB.deepCopy();
        written.withObject("/" + section).put("monitor", metric.name()).put(field, value);
        return switch (JobSchema.resolve(written)) {
            case Checked.Valid<Job>(Job job) -> throw new AssertionError(job);
            case Checked.Invalid<Job>(var violations) -> violations;
        };
    }

    private static JsonNode study(Metric metric) {
        ObjectNode study = JsonNodeFactory.instance.objectNode().put("study", "s");
        study.putObject("objective").put("metric", metric.name());
        return study;
    }

    private static Direction opposite(Metric metric) {
        return metric.direction().orElseThrow() == Direction.MAX ? Direction.MIN : Direction.MAX;
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
