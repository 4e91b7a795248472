package dev.atelier.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Unit;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.Study;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.ResultFiles;
import dev.atelier.results.view.study.StudyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts of the fields in which the variants of an experiment differ. */
class FieldChartsTest {
    private static final LogPosition START = new LogPosition(0, 0);

    static List<Metric> chosen() {
        return Metric.ofEpochs();
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void aGridStatesTheUnitOfAnyObjective(Metric metric) {
        List<Chart> charts = FieldCharts.of(grid(metric));

        assertThat(charts)
                .first()
                .extracting(Chart::caption)
                .isEqualTo("Mean of " + metric.title()
                        + (metric.unit().equals(Optional.of(Unit.FRACTION)) ? ", %" : ", nats") + " over the seeds.");
    }

    private static Experiment grid(Metric objective) {
        List<Experiment.Variant> variants = new ArrayList<>();
        for (double rate : new double[] {0.1, 0.01}) {
            for (int batch : new int[] {32, 64}) {
                variants.add(variant("learningRate=" + rate + " batchSize=" + batch, job(rate, batch), objective));
            }
        }
        Study study = Study.read(Json.tree(Map.of("study", "grid", "objective", Map.of("metric", objective.name()))))
                .orElseThrow();
        return new Experiment(study, variants);
    }

    private static Experiment.Variant variant(String name, Job request, Metric objective) {
        var none = new StudyView.Metrics(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Experiment.Variant(
                new StudyView.VariantRow("grid", name, 1, 1, none, none, Optional.empty()),
                List.of(),
                List.of(history(name, request, objective)));
    }

    private static JobHistory history(String id, Job request, Metric objective) {
        var completed = SampleEvents.completed(id, "run", 0.8);
        JobRow row = new JobRow(
                id,
                request,
                "digest",
                Optional.empty(),
                JobState.COMPLETED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new JobRow.Result(1, 5, 4, 5, completed.test(), completed.model(), List.of(), 1)),
                new ResultFiles(Optional.empty(), Optional.empty(), Optional.empty()),
                START);
        EpochCompleted epoch =
                SampleEvents.withMetrics(SampleEvents.epoch(id, "run", 5), Map.of(objective.name(), 0.5));
        EpochRow tested = new EpochRow(id, 5, 5, 1, epoch.metrics(), 0.1, 1, 1, 1, 0, 1, SampleEvents.time(5), START);
        return JobHistory.stored(row, List.of(), Map.of(5, tested), 5);
    }

    private static Job job(double rate, int batch) {
        return JobSchema.resolve(Json.tree(Map.of(
                        "family",
                        "mlp",
                        "training",
                        Map.of("batchSize", batch, "optimizer", Map.of("name", "sgd", "learningRate", rate)))))
                .orElseThrow();
    }
}
