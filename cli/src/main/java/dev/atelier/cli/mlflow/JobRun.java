package dev.atelier.cli.mlflow;

import dev.atelier.cli.mlflow.client.MetricPoint;
import dev.atelier.cli.mlflow.client.RunStatus;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as the run that MLflow should have.
 *
 * @param job the job's id, by which its run is found again
 * @param name variant and seed
 * @param end empty while it runs
 * @param metrics by epoch, and at last those of the test
 * @param tags all that an export answers for; others of a run are not touched
 * @param note what the run is, for people; written once, and theirs from then on
 */
record JobRun(
        String job,
        String name,
        Instant start,
        Optional<Instant> end,
        RunStatus status,
        Map<String, String> params,
        List<MetricPoint> metrics,
        Map<String, String> tags,
        String note,
        List<Artifact> artifacts) {
    JobRun {
        params = Map.copyOf(params);
        metrics = List.copyOf(metrics);
        tags = Map.copyOf(tags);
        artifacts = List.copyOf(artifacts);
    }
}
