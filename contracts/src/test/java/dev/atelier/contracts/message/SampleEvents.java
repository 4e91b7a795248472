package dev.atelier.contracts.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.schema.JobSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One event of every type, with every member set. */
final class SampleEvents {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String JOB = "0123456789abcdef0123";
    private static final String STUDY = "rates-01234567";
    private static final String DIGEST = "ab".repeat(32);

    private SampleEvents() {}

    static Stream<Event> all() {
        return Stream.of(
                new SubmissionAccepted(
                        "s-0-17",
                        new RecordOrigin(0, 17, "mine"),
                        "depth-1a2b3c4d",
                        "depth",
                        JsonNodeFactory.instance.objectNode().put("family", "mlp"),
                        List.of(new SubmissionAccepted.Member(
                                "depth",
                                "linear",
                                42,
                                new Family("mlp"),
                                JOB,
                                SubmissionAccepted.Disposition.QUEUED,
                                2,
                                "depth, linear",
                                Map.of("owner", "me"),
                                Priority.HIGH)),
                        "ada",
                        TIME),
                new SubmissionRejected(
                        "s-0-18",
                        new RecordOrigin(0, 18, ""),
                        "schema",
                        List.of(new Violation("training.epochs", "0", "a whole number from 1 to 100000")),
                        "{\"family\":\"mlp\"…",
                        TIME),
                new JobQueued(
                        JOB,
                        "s-0-17",
                        2,
                        "fashion-mnist@abababababab",
                        DIGEST,
                        job(),
                        9,
                        DIGEST,
                        List.of(new Ancestor("fedcba9876543210fedc", 3, job(), DIGEST)),
                        new Continuation("0011223344556677889a", 12),
                        "ada",
                        TIME.minusSeconds(60),
                        Priority.HIGH,
                        TIME),
                new JobTaken(JOB, 2, "run-2", "mlp-trainer on node-3", TIME),
                new JobPaused(JOB, 2, "run-2", 9, JobPaused.REQUESTED, "for the night", TIME),
                new JobStarted(
                        JOB,
                        2,
                        "run-2",
                        new JobStarted.Checkpoint("run-1", 3),
                        job(),
                        new Environment(
                                "mlp-trainer",
                                "0.1.0",
                                "c0ffee",
                                "AMD EPYC",
                                "avx512",
                                "cpu",
                                2,
                                Map.of("ejml", "0.46.1"),
                                DIGEST,
                                DIGEST),
                        TIME),
                new EpochCompleted(
                        JOB,
                        2,
                        "run-2",
                        "run-1",
                        3,
                        20,
                        new EpochCompleted.Score(0.5, 0.8),
                        new EpochCompleted.Score(0.6, 0.75),
                        new TreeMap<>(Map.of("validation.calibrationError", 0.03)),
                        0.001,
                        50_000.5,
                        1.25,
                        0.75,
                        0.01,
                        123_456_789,
                        TIME),
                new JobCompleted(
                        JOB,
                        2,
                        "run-2",
                        20,
                        18,
                        20,
                        new JobCompleted.TestResult(
                                0.87,
                                0.41,
                                0.02,
                                new TreeMap<>(Map.of("test.beauty", 7.5)),
                                List.of(List.of(90, 10), List.of(16, 84)),
                                List.of(new JobCompleted.ClassScore("Bag", 100, 0.85, 0.9)),
                                List.of(new JobCompleted.ReliabilityBin(200, 0.9, 0.87)),
                                List.of(new JobCompleted.Mistake(7, 0, 1, 0.99))),
                        new JobCompleted.Model("jobs/" + JOB + "/model.safetensors", DIGEST, 269_322),
                        List.of(new JobCompleted.Artifact(
                                "model.safetensors", "jobs/" + JOB + "/model.safetensors", DIGEST, 1_077_544)),
                        30.5,
                        TIME),
                new JobReleased(
                        JOB,
                        2,
                        "run-2",
                        "mlp-trainer on node-3",
                        "storage",
                        "the folder of checkpoints, /data/checkpoints, cannot be written to: Read-only file system",
                        TIME),
                new JobFailed(JOB, 2, "run-2", "diverged", "Loss became NaN in epoch 2 at step 781.", TIME),
                new JobCancelled(JOB, 2, "run-2", "asked for", TIME),
                new ArtifactsDeleted(
                        JOB, 2, "the results of all jobs took more than 21474836480 bytes", 5_000, TIME, TIME),
                new ArtifactsPinned(JOB, true, "for the paper", TIME),
                new JobEdited(
                        JOB,
                        new LabelEdit("the one of figure 3", "first line\nsecond line", Map.of("figure", "3"), true),
                        "ada",
                        new RecordOrigin(0, 17, JOB + "/edit"),
                        TIME),
                new StudyEdited(
                        "depth-01234567",
                        new LabelEdit(null, "", null, null),
                        "",
                        new RecordOrigin(0, 18, "depth-01234567/edit"),
                        TIME),
                new SearchStarted(
                        STUDY,
                        "s-0-17",
                        "rates",
                        JsonNodeFactory.instance.objectNode().put("family", "mlp"),
                        JsonNodeFactory.instance.objectNode().put("algorithm", "asha"),
                        new Objective(null, null),
                        27,
                        List.of(JOB),
                        true,
                        "ada",
                        TIME),
                new TrialStarted(
                        STUDY,
                        "s-0-17",
                        1,
                        new TreeMap<>(Map.of("training.batchSize", JsonNodeFactory.instance.numberNode(32))),
                        3,
                        List.of(new TrialResult(0, 3, 0.75)),
                        List.of(new SubmissionAccepted.Member(
                                "rates",
                                "trial 1 batchSize=32",
                                42,
                                new Family("mlp"),
                                JOB,
                                SubmissionAccepted.Disposition.QUEUED,
                                1,
                                null,
                                Map.of())),
                        "nothing",
                        TIME),
                new TrialObserved(STUDY, 1, 0, JOB, 3, 2, 0.8, TIME),
                new TrialPromoted(STUDY, 1, 9, List.of(new TrialResult(0, 3, null), new TrialResult(1, 3, 0.8)), TIME),
                new SearchEnded(
                        STUDY,
                        "s-0-17",
                        new TrialResult(1, 27, 0.85),
                        List.of(new TrialResult(0, 3, null), new TrialResult(1, 27, 0.85)),
                        List.of(new SubmissionAccepted.Member(
                                "rates",
                                "winner batchSize=32",
                                43,
                                new Family("mlp"),
                                JOB,
                                SubmissionAccepted.Disposition.REUSED,
                                1,
                                "rates",
                                Map.of("owner", "me"))),
                        TIME),
                new SearchCancelled(STUDY, "s-0-17", "no longer needed", TIME),
                new SearchTimeSpent(STUDY, "s-0-17", TIME),
                new DatasetPublished(
                        new DatasetManifest(
                                "fashion-mnist",
                                "abababababab",
                                DIGEST,
                                "/usr/share/datasets/fashion-mnist",
                                List.of("Bag", "Coat"),
                                new ImageShape(1, 28, 28),
                                List.of(0.286),
                                List.of(0.353),
                                new DatasetManifest.SplitManifest(300, List.of(150, 150), DIGEST, List.of(0L, 1L)),
                                new DatasetManifest.SplitManifest(100, List.of(50, 50), DIGEST, List.of(2L)),
                                "atelier.dataset-batches",
                                0),
                        TIME),
                new RecordSetAside(
                        "atelier.controls",
                        0,
                        17,
                        JOB,
                        "action is missing; expected cancel",
                        "{\"time\":\"2026-01-02T03:04:05Z\"}",
                        TIME),
                new TrainerSuspended(
                        "cnn-trainer on node-3, process 17", "cnn", "library", "PyTorch cannot be loaded", TIME, TIME),
                new TrainerResumed("cnn-trainer on node-3, process 17", "cnn", TIME));
    }

    private static Job job() {
        return JobSchema.resolve(JsonNodeFactory.instance.objectNode().put("family", "mlp"))
                .orElseThrow();
    }
}
