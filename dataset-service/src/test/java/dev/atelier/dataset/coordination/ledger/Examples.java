package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to build ledgers from. */
public final class Examples {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** A place in the log, for tests to which it is all the same. */
    public static final LogPlace START = new LogPlace(0, 0);

    /** Digest of the weights of {@link #completed}. */
    public static final String WEIGHTS = "e".repeat(64);

    private static final byte[] MLP = Json.bytes(resolvedMlp());

    private Examples() {}

    /** A job that shares nothing with those of other calls, as each that is read from a record does. */
    public static Job mlp() {
        return Json.read(MLP, Job.class);
    }

    private static Job resolvedMlp() {
        return JobSchema.resolve(Json.MAPPER.createObjectNode().put("family", "mlp"))
                .orElseThrow();
    }

    public static JobQueued queued(String job, int round, Instant time) {
        return new JobQueued(job, "s", round, "fashion-mnist@1", "digest", mlp(), null, time);
    }

    public static JobQueued restoring(String job, int round, Instant time) {
        return new JobQueued(job, "s" + round, round, "fashion-mnist@1", "digest", mlp(), WEIGHTS, time);
    }

    public static JobCompleted completed(String job, String run) {
        return completed(job, run, WEIGHTS);
    }

    public static JobCompleted completed(String job, String run, String weights) {
        TestResult test =
                new TestResult(0.5, 0.5, 0, Collections.emptySortedMap(), List.of(), List.of(), List.of(), List.of());
        return new JobCompleted(job, 0, run, 1, 1, 1, test, new Model("model", weights, 1), List.of(), 1, NOON);
    }

    public static ArtifactsDeleted deleted(String job) {
        return new ArtifactsDeleted(job, 0, "the results of all jobs took more than 100 bytes", 1000, NOON, NOON);
    }

    public static JobStarted started(String job, String run) {
        // Where the job runs is of no interest here.
        return new JobStarted(job, 0, run, null, mlp(), null, NOON);
    }

    /** A study that requests new jobs. */
    public static SubmissionAccepted study(String id, Instant time, String... jobs) {
        return accepted("s-" + id + time, id, time, jobs);
    }

    public static SubmissionAccepted accepted(String submission, @Nullable String study, Instant time, String... jobs) {
        return accepted(submission, study, time, 1, jobs);
    }

    public static SubmissionAccepted accepted(
            String submission, @Nullable String study, Instant time, int round, String... jobs) {
        List<SubmissionAccepted.Member> members = Arrays.stream(jobs)
                .map(job -> new SubmissionAccepted.Member(
                        "study",
                        job,
                        1,
                        new Family("mlp"),
                        job,
                        SubmissionAccepted.Disposition.QUEUED,
                        round,
                        job,
                        Map.of()))
                .toList();
        return new SubmissionAccepted(
                submission, new RecordOrigin(0, 0, ""), study, "study", Json.MAPPER.createObjectNode(), members, time);
    }
}
