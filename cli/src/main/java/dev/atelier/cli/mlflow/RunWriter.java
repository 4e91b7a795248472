package dev.atelier.cli.mlflow;

import dev.atelier.cli.mlflow.ArtifactTransfer.Transferred;
import dev.atelier.cli.mlflow.ExportSummary.Outcome;
import dev.atelier.cli.mlflow.client.MetricPoint;
import dev.atelier.cli.mlflow.client.MlflowClient;
import dev.atelier.cli.mlflow.client.MlflowException;
import dev.atelier.cli.mlflow.client.TrackedRun;
import dev.atelier.contracts.check.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Updates the runs of an experiment. The state of a run is written last, so that a finished one is a whole one; a new
 * digest of the model only after its files, so that another result's are never taken for them.
 */
final class RunWriter {
    private final MlflowClient mlflow;
    private final String experimentId;
    private final Optional<ArtifactTransfer> files;

    /** {@code files} is empty where they are not wanted. */
    RunWriter(MlflowClient mlflow, String experimentId, Optional<ArtifactTransfer> files) {
        this.mlflow = mlflow;
        this.experimentId = experimentId;
        this.files = files;
    }

    /**
     * What was done.
     *
     * @param what the same in words
     * @param remarks sentences about what could not be done
     */
    record Written(Outcome outcome, String what, List<String> remarks) {
        Written {
            remarks = List.copyOf(remarks);
        }
    }

    /** Adds what MLflow lacks of a job; {@code there} is the run that it has of it. */
    Written write(JobRun job, Optional<TrackedRun> there) throws InterruptedException {
        try {
            TrackedRun run = there.isPresent() ? there.get() : create(job);
            RunChanges changes = RunChanges.between(job, run, there.isPresent() ? history(job, run) : Map.of());
            mlflow.logParams(run.id(), changes.params());
            mlflow.logMetrics(run.id(), changes.metrics());
            boolean sameResult = there.isPresent() && !changes.tags().containsKey(Tags.MODEL_SHA256);
            Transferred transferred =
                    files.isPresent() ? files.get().transfer(job, run, sameResult) : new Transferred(0, List.of());
            mlflow.setTags(run.id(), changes.tags());
            for (String key : changes.staleTags()) {
                mlflow.deleteTag(run.id(), key);
            }
            if (changes.standing()) {
                mlflow.updateRun(run.id(), job.name(), job.status(), job.end());
            }
            Outcome outcome = there.isEmpty()
                    ? Outcome.NEW
                    : changes.isEmpty() && transferred.sent() == 0 ? Outcome.ALREADY_THERE : Outcome.CONTINUED;
            return new Written(outcome, words(outcome, job, run, changes, transferred), remarks(changes, transferred));
        } catch (MlflowException e) {
            throw new MlflowException("run '" + job.name() + "': " + e.getMessage(), e.code());
        }
    }

    private TrackedRun create(JobRun job) throws InterruptedException {
        Map<String, String> tags = new HashMap<>(job.tags());
        tags.put(Tags.NOTE, job.note());
        return mlflow.createRun(experimentId, job.name(), job.start(), tags);
    }

    /** The values that MLflow has, by metric and step. */
    private Map<String, Map<Long, Double>> history(JobRun job, TrackedRun run) throws InterruptedException {
        Set<String> keys = job.metrics().stream().map(MetricPoint::key).collect(Collectors.toCollection(HashSet::new));
        keys.retainAll(run.metrics());
        Map<String, Map<Long, Double>> history = new HashMap<>();
        for (String key : keys) {
            history.put(key, mlflow.history(run.id(), key));
        }
        return history;
    }

    private static String words(
            Outcome outcome, JobRun job, TrackedRun run, RunChanges changes, Transferred transferred) {
        List<String> parts = new ArrayList<>();
        add(parts, changes.params().size(), "parameter");
        add(parts, changes.metrics().size(), "value");
        add(parts, transferred.sent(), "file");
        if (!job.status().name().equals(run.status())) {
            parts.add(job.status().name().toLowerCase(Locale.ROOT));
        }
        return outcome + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(Counted.of(count, what));
        }
    }

    private static List<String> remarks(RunChanges changes, Transferred transferred) {
        List<String> remarks = new ArrayList<>(transferred.missing());
        if (!changes.otherParams().isEmpty()) {
            remarks.add("The values of " + String.join(", ", changes.otherParams())
                    + " have changed; MLflow keeps those that were logged first.");
        }
        if (changes.otherMetrics() > 0) {
            remarks.add("The job was trained again: " + changes.otherMetrics()
                    + " of the exported values differ; MLflow keeps those that were logged first.");
        }
        return remarks;
    }
}
