package dev.atelier.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events as services publish them, with times that follow from their contents. */
public final class SampleEvents {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final String DIGEST = "d".repeat(64);
    /** Digest of the weights of a completed job. */
    public static final String WEIGHTS = "e".repeat(64);

    private SampleEvents() {}

    public static Instant time(int second) {
        return START.plusSeconds(second);
    }

    public static Job request(String name) {
        ObjectNode written = Json.MAPPER.createObjectNode().put("family", "mlp");
        written.putObject("training").put("epochs", 5);
        return JobSchema.resolve(written).orElseThrow().withName(name);
    }

    public static JobQueued queued(String job, int round) {
        return new JobQueued(
                job,
                "submission-of-" + job,
                round,
                "fashion-mnist@dddddddddddd",
                DIGEST,
                request(job),
                null,
                time(round));
    }

    /** Queued by somebody who says how urgent it is. */
    public static JobQueued queued(String job, int round, Priority priority, @Nullable String owner) {
        JobQueued plain = queued(job, round);
        return new JobQueued(
                job,
                plain.submission(),
                round,
                plain.datasetKey(),
                plain.datasetDigest(),
                plain.request().withPriority(priority),
                null,
                null,
                List.of(),
                null,
                owner,
                null,
                null,
                plain.time());
    }

    /** Queued as a fork of a job that extends another. */
    public static JobQueued related(String job) {
        Job request = request(job);
        Fork fork = new Fork("0123456789abcdef0123", 3);
        Job forked = new Job(
                request.version(),
                request.family(),
                request.name(),
                request.seed(),
                request.tags(),
                request.priority(),
                request.data(),
                request.model(),
                request.training(),
                request.evaluation(),
                request.runtime(),
                fork);
        return new JobQueued(
                job,
                "submission-of-" + job,
                1,
                "fashion-mnist@dddddddddddd",
                DIGEST,
                forked,
                null,
                null,
                List.of(new Ancestor(fork.job(), fork.epoch(), request, null)),
                new Continuation("ffffffffffffffffffff", 4),
                null,
                null,
                null,
                time(1));
    }

    /** Queued again to restore the files of {@link #completed}. */
    public static JobQueued restoring(String job, int round) {
        return new JobQueued(
                job,
                "restoration-" + round + "-of-" + job,
                round,
                "fashion-mnist@dddddddddddd",
                DIGEST,
                request(job),
                WEIGHTS,
                time(100 + round));
    }

    public static JobStarted started(String job, String run) {
        return new JobStarted(job, 0, run, null, request(job), environment(), time(10));
    }

    public static JobStarted resumed(String job, String run, String from, int epoch) {
        return new JobStarted(job, 0, run, new Checkpoint(from, epoch), request(job), environment(), time(40));
    }

    public static EpochCompleted epoch(String job, String run, int epoch) {
        return epoch(job, run, run, epoch, 1.0 / epoch);
    }

    public static EpochCompleted epoch(String job, String run, String trainedBy, int epoch, double loss) {
        return new EpochCompleted(
                job,
                0,
                run,
                trainedBy,
                epoch,
                5,
                new Score(loss, 0.9),
                new Score(loss + 0.1, 0.85),
                Collections.emptySortedMap(),
                0.001,
                50_000.5,
                1.25,
                0.7,
                0.01,
                1L << 32,
                time(20 + epoch));
    }

    /** The same epoch with more metrics. */
    public static EpochCompleted withMetrics(EpochCompleted epoch, Map<String, Double> more) {
        SortedMap<String, Double> metrics = new TreeMap<>(epoch.metrics());
        metrics.putAll(more);
        return new EpochCompleted(
                epoch.job(),
                epoch.round(),
                epoch.run(),
                epoch.trainedBy(),
                epoch.epoch(),
                epoch.epochs(),
                epoch.train(),
                epoch.validation(),
                metrics,
                epoch.learningRate(),
                epoch.samplesPerSecond(),
                epoch.seconds(),
                epoch.gradientNorm(),
                epoch.dataWaitShare(),
                epoch.peakMemoryBytes(),
                epoch.time());
    }

    public static JobCompleted completed(String job, String run, double accuracy) {
        return completed(job, run, accuracy, WEIGHTS);
    }

    public static JobCompleted completed(String job, String run, double accuracy, String weights) {
        List<List<Integer>> confusion = IntStream.range(0, 2)
                .mapToObj(row -> List.of(row == 0 ? 9 : 1, row == 0 ? 1 : 9))
                .toList();
        return new JobCompleted(
                job,
                0,
                run,
                5,
                4,
                5,
                new TestResult(
                        accuracy,
                        0.33,
                        0.02,
                        Collections.emptySortedMap(),
                        confusion,
                        List.of(new ClassScore("T-shirt/top", 10, 0.9, 0.9), new ClassScore("Bag", 10, 0.9, 0.9)),
                        List.of(new ReliabilityBin(20, 0.95, 0.9)),
                        List.of(new Mistake(3, 0, 1, 0.97), new Mistake(11, 1, 0, 0.6))),
                new Model(job + "/model.safetensors", weights, 269_322),
                List.of(new Artifact("model.safetensors", job + "/model.safetensors", weights, 1000)),
                6.25,
                time(90));
    }

    /** With weights of its own, as each training has. */
    public static JobCompleted completedAlone(String job, String run, double accuracy) {
        return completed(job, run, accuracy, Sha256.of(job.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same end with more metrics of the test images. */
    public static JobCompleted withMetrics(JobCompleted end, Map<String, Double> more) {
        SortedMap<String, Double> metrics = new TreeMap<>(end.test().metrics());
        metrics.putAll(more);
        TestResult test = end.test();
        return new JobCompleted(
                end.job(),
                end.round(),
                end.run(),
                end.epochs(),
                end.bestEpoch(),
                end.testedEpoch(),
                new TestResult(
                        test.accuracy(),
                        test.loss(),
                        test.calibrationError(),
                        metrics,
                        test.confusion(),
                        test.classes(),
                        test.reliability(),
                        test.mistakes()),
                end.model(),
                end.artifacts(),
                end.seconds(),
                end.time());
    }

    public static JobReleased released(String job, String run, int second) {
        return new JobReleased(
                job, 0, run, "mlp-trainer on node-3", "storage", "the folder of checkpoints is full", time(second));
    }

    /** @param run null where the job waits */
    public static JobPaused paused(String job, int round, @Nullable String run, int epoch) {
        return new JobPaused(job, round, run, epoch, JobPaused.REQUESTED, "for the night", time(96));
    }

    /** Paused because a more urgent job takes its trainer. */
    public static JobPaused preempted(String job, int round, @Nullable String run, int epoch) {
        return new JobPaused(job, round, run, epoch, JobPaused.PREEMPTED, "A more urgent job takes its turn", time(97));
    }

    public static ArtifactsDeleted artifactsDeleted(String job, int second) {
        return new ArtifactsDeleted(
                job, 0, "the results of all jobs took more than 100 bytes", 1000, time(90), time(second));
    }

    public static TrainerSuspended suspended(String trainer, Instant time) {
        return new TrainerSuspended(trainer, "mlp", "library", "PyTorch cannot be loaded", time, time);
    }

    public static ArtifactsPinned pinned(String job, boolean pinned, int second) {
        return new ArtifactsPinned(job, pinned, pinned ? "for the paper" : "", time(second));
    }

    /** An edit that was requested as so many others before. */
    public static JobEdited edited(String job, LabelEdit edit, int record) {
        return new JobEdited(job, edit, "ada", new RecordOrigin(0, record, job + "/edit"), time(200 + record));
    }

    /** An edit that was requested as so many others before. */
    public static StudyEdited editedStudy(String study, LabelEdit edit, int record) {
        return new StudyEdited(study, edit, "", new RecordOrigin(0, record, study + "/edit"), time(200 + record));
    }

    public static JobFailed failed(String job, String run) {
        return new JobFailed(job, 0, run, "diverged", "the loss is NaN at step 12", time(95));
    }

    public static JobCancelled cancelled(String job, String run) {
        return new JobCancelled(job, 0, run, "no longer wanted", time(96));
    }

    public static SubmissionAccepted study(String submission, String study, String... jobs) {
        String request = "{\"study\":\"depth\",\"base\":{\"family\":\"mlp\"},\"baseline\":\"linear\",\"variants\":["
                + "{\"name\":\"linear\",\"published\":{\"metric\":\"test.accuracy\",\"values\":[73.8,73.54],"
                + "\"tolerance\":0.5}},{\"name\":\"deep\"}]}";
        List<Member> members = IntStream.range(0, jobs.length)
                .mapToObj(index -> new Member(
                        "depth",
                        index % 2 == 0 ? "linear" : "deep",
                        1 + index / 2,
                        new Family("mlp"),
                        jobs[index],
                        Disposition.QUEUED,
                        1,
                        jobs[index],
                        Map.of()))
                .toList();
        return new SubmissionAccepted(
                submission,
                new RecordOrigin(0, 7, "me"),
                study,
                "depth",
                Json.read(request.getBytes(StandardCharsets.UTF_8), com.fasterxml.jackson.databind.JsonNode.class),
                members,
                time(0));
    }

    /** A submission of one job under a name and with tags of its own. */
    public static SubmissionAccepted accepted(String submission, String job, String name, Map<String, String> tags) {
        return accepted(
                submission, new Member("", name, 42, new Family("mlp"), job, Disposition.JOINED, 1, name, tags));
    }

    /** A submission of one job that says how urgent it is. */
    public static SubmissionAccepted accepted(String submission, String job, int round, Priority priority) {
        return accepted(
                submission,
                new Member("", job, 42, new Family("mlp"), job, Disposition.JOINED, round, job, Map.of(), priority));
    }

    /** A study of one job that says how urgent it is. */
    public static SubmissionAccepted study(String submission, String study, String job, Priority priority, int second) {
        return new SubmissionAccepted(
                submission,
                new RecordOrigin(0, 9, ""),
                study,
                study,
                JsonNodeFactory.instance.objectNode().put("study", study),
                List.of(new Member(
                        "", job, 42, new Family("mlp"), job, Disposition.JOINED, 1, job, Map.of(), priority)),
                time(second));
    }

    private static SubmissionAccepted accepted(String submission, Member member) {
        return new SubmissionAccepted(
                submission,
                new RecordOrigin(0, 9, ""),
                null,
                member.variant(),
                JsonNodeFactory.instance.objectNode().put("family", "mlp"),
                List.of(member),
                time(0));
    }

    public static SubmissionRejected rejected(String submission) {
        return new SubmissionRejected(
                submission,
                new RecordOrigin(0, 8, ""),
                "schema",
                List.of(new Violation("training.batchSize", "0", "a whole number from 1 to 65536")),
                "{\"training\":{\"batchSize\":0}}",
                time(1));
    }

    public static DatasetPublished dataset() {
        SplitManifest split = new SplitManifest(2, List.of(1, 1), "a".repeat(64), List.of(0L));
        return new DatasetPublished(
                new DatasetManifest(
                        "fashion-mnist",
                        "dddddddddddd",
                        DIGEST,
                        "a folder",
                        List.of("T-shirt/top", "Bag"),
                        new ImageShape(1, 28, 28),
                        List.of(0.286),
                        List.of(0.353),
                        split,
                        split,
                        "atelier.dataset-batches",
                        0),
                time(0));
    }

    public static Environment environment() {
        return new Environment(
                "mlp-trainer", "0.1.0", "abc", "a processor", "avx512", "cpu", 2, Map.of("jdk", "25"), DIGEST, DIGEST);
    }
}
