package dev.atelier.results.report;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.Study;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.ResultFiles;
import dev.atelier.results.view.study.StudyView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** An experiment as a report reads it, by the values of its objective. */
final class SampleExperiment {
    private static final LogPosition START = new LogPosition(0, 0);
    private static final StudyView.Metrics NONE = metrics(null);

    private final Study study;
    private final Metric objective;
    private final List<Experiment.Variant> variants = new ArrayList<>();

    SampleExperiment(Map<String, ?> study, Metric objective) {
        this.study = Study.read(Json.tree(study)).orElseThrow();
        this.objective = objective;
    }

    static SampleExperiment named(String study) {
        return new SampleExperiment(Map.of("study", study), Metric.VALIDATION_ACCURACY);
    }

    /** A variant whose jobs, of the seeds from 1 on, have these values; null for one that runs. */
    SampleExperiment with(String name, Double... values) {
        return with(name, request(0.1, 32), values);
    }

    SampleExperiment with(String name, Job request, Double... values) {
        List<StudyView.Member> members = new ArrayList<>();
        SequencedMap<String, JobHistory> known = new LinkedHashMap<>();
        int counted = 0;
        for (int i = 0; i < values.length; i++) {
            String id = name + "-" + i;
            boolean completed = values[i] != null;
            counted += completed ? 1 : 0;
            members.add(new StudyView.Member(
                    study.study(),
                    name,
                    i + 1,
                    "mlp",
                    id,
                    "QUEUED",
                    completed ? JobState.COMPLETED : JobState.RUNNING,
                    Priority.NORMAL,
                    Optional.empty(),
                    false,
                    completed,
                    metrics(values[i])));
            if (completed) {
                known.put(id, history(id, request, values[i]));
            }
        }
        variants.add(new Experiment.Variant(
                new StudyView.VariantRow(
                        study.study(),
                        name,
                        objective.name(),
                        study.objective().direction().verb(),
                        values.length,
                        counted,
                        counted,
                        0,
                        NONE,
                        NONE,
                        Optional.empty()),
                members,
                known));
        return this;
    }

    Experiment experiment() {
        return new Experiment("part-1", study, variants);
    }

    private static StudyView.Metrics metrics(@Nullable Double objective) {
        return new StudyView.Metrics(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(objective));
    }

    private JobHistory history(String id, Job request, double value) {
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
                Optional.empty(),
                START);
        EpochCompleted epoch =
                SampleEvents.withMetrics(SampleEvents.epoch(id, "run", 5), Map.of(objective.name(), value));
        EpochRow tested = new EpochRow(id, 5, 5, 1, epoch.metrics(), 0.1, 1, 1, 1, 0, 1, SampleEvents.time(5), START);
        return JobHistory.stored(row, List.of(), Map.of(5, tested), 5);
    }

    static Job request(double rate, int batch) {
        return JobSchema.resolve(Json.tree(Map.of(
                        "family",
                        "mlp",
                        "training",
                        Map.of("batchSize", batch, "optimizer", Map.of("name", "sgd", "learningRate", rate)))))
                .orElseThrow();
    }
}
