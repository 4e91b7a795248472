package dev.atelier.contracts.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.JobSchema;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events of one job. */
final class Events {
    static final String WEIGHTS = "ab".repeat(32);
    static final String OTHER_WEIGHTS = "cd".repeat(32);

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String JOB = "0123456789abcdef0123";
    private static final Job REQUEST = resolved();
    private static final Environment ENVIRONMENT = new Environment(
            "mlp-trainer", "0.1.0", "c0ffee", "AMD EPYC", "avx512", "cpu", 2, Map.of(), WEIGHTS, WEIGHTS);
    private static final EpochCompleted.Score SCORE = new EpochCompleted.Score(0.5, 0.8);

    private Events() {}

    static JobEvent queued(int round) {
        return new JobQueued(JOB, "s-0-" + round, round, "sample@1", WEIGHTS, REQUEST, null, TIME);
    }

    static JobEvent restoring(int round) {
        return new JobQueued(JOB, "s-0-" + round, round, "sample@1", WEIGHTS, REQUEST, WEIGHTS, TIME);
    }

    static JobEvent started(int round, String run) {
        return new JobStarted(JOB, round, run, null, REQUEST, ENVIRONMENT, TIME);
    }

    static JobEvent epoch(int round, String run) {
        return new EpochCompleted(
                JOB, round, run, run, 1, 20, SCORE, SCORE, Collections.emptySortedMap(), 0.001, 1, 1, 1, 0, 1, TIME);
    }

    static JobEvent released(int round, String run) {
        return new JobReleased(JOB, round, run, "mlp-trainer on node-3", "storage", "the disk is full", TIME);
    }

    static JobEvent paused(int round, @Nullable String run) {
        return new JobPaused(JOB, round, run, run == null ? 0 : 1, JobPaused.REQUESTED, "for the night", TIME);
    }

    static JobEvent completed(int round, String run) {
        return completed(round, run, WEIGHTS);
    }

    static JobEvent completed(int round, String run, String weights) {
        var test = new JobCompleted.TestResult(
                0.5, 0.5, 0, Collections.emptySortedMap(), List.of(), List.of(), List.of(), List.of());
        var model = new JobCompleted.Model("model", weights, 1);
        return new JobCompleted(JOB, round, run, 1, 1, 1, test, model, List.of(), 1, TIME);
    }

    static JobEvent failed(int round, @Nullable String run) {
        return new JobFailed(JOB, round, run, "diverged", "training diverged: the loss is not finite", TIME);
    }

    static JobEvent cancelled(int round, @Nullable String run) {
        return new JobCancelled(JOB, round, run, "superseded", TIME);
    }

    static JobEvent deleted(int round) {
        return new ArtifactsDeleted(JOB, round, "they are older than 2 days", 1, TIME, TIME);
    }

    private static Job resolved() {
        return JobSchema.resolve(JsonNodeFactory.instance.objectNode().put("family", "mlp"))
                .orElseThrow();
    }
}
