package dev.atelier.results.store;

import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.AttemptRow;
import dev.atelier.results.projection.AttemptState;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.projection.JobRow.Deletion;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.JobRow.Pin;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Restoration;
import dev.atelier.results.projection.JobRow.Result;
import dev.atelier.results.projection.JobRow.Waiting;
import dev.atelier.results.projection.LogPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jobs with their attempts and epochs, in and out of their tables. A row that is read equals the one that was written. */
public final class JobHistories {
    private static final int LEAST_SAMPLE = 20;
    private static final int GREATEST_SAMPLE = 500;

    private JobHistories() {}

    /**
     * The jobs of these ids that are known.
     *
     * @param epochs the epochs to look for, by the id of their job: what a job's others hold is left where it is
     */
    public static Map<String, JobHistory> load(Connection connection, Map<String, Set<Integer>> epochs)
            throws SQLException {
        List<String> jobs = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        epochs.forEach((job, wanted) -> wanted.forEach(number -> {
            jobs.add(job);
            numbers.add(number);
        }));
        return load(
                connection,
                epochs.keySet(),
                jobs.isEmpty()
                        ? List.of()
                        : Sql.list(
                                connection,
                                "SELECT e.* FROM epochs e JOIN unnest(?::text[], ?::integer[]) AS wanted(job, epoch)"
                                        + " ON e.job = wanted.job AND e.epoch = wanted.epoch",
                                JobHistories::epoch,
                                jobs,
                                connection.createArrayOf("int4", numbers.toArray())));
    }

    /**
     * The jobs of these ids that are known, with at most about so many epochs in all, and 500 of each: where there are more,
     * every second, every fourth, … of each job, and always its first, its latest, its best and the one whose weights were tested.
     */
    public static Map<String, JobHistory> sample(Connection connection, Collection<String> ids, int most)
            throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        int perJob = Math.clamp(most / ids.size(), LEAST_SAMPLE, GREATEST_SAMPLE);
        return load(
                connection,
                ids,
                Sql.list(
                        connection,
                        "SELECT e.* FROM epochs e " + EpochSample.JOIN,
                        JobHistories::epoch,
                        EpochSample.of(connection, ids, perJob)));
    }

    private static Map<String, JobHistory> load(Connection connection, Collection<String> ids, List<EpochRow> rows)
            throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<String, List<AttemptRow>> attempts = Sql.list(
                        connection,
                        "SELECT * FROM attempts WHERE job = ANY (?) ORDER BY number",
                        JobHistories::attempt,
                        ids)
                .stream()
                .collect(Collectors.groupingBy(AttemptRow::job));
        Map<String, SortedMap<Integer, EpochRow>> epochs = new HashMap<>();
        for (EpochRow epoch : rows) {
            epochs.computeIfAbsent(epoch.job(), job -> new TreeMap<>()).put(epoch.epoch(), epoch);
        }
        return Sql.list(connection, "SELECT * FROM jobs WHERE id = ANY (?)", JobHistories::job, ids).stream()
                .map(job -> new JobHistory(
                        job,
                        attempts.getOrDefault(job.id(), List.of()),
                        epochs.getOrDefault(job.id(), new TreeMap<>())))
                .collect(Collectors.toMap(history -> history.job().id(), Function.identity()));
    }

    /** Writes the rows in which a job differs from what stood before. */
    public static void save(Writes writes, Optional<JobHistory> before, JobHistory after) {
        String id = after.job().id();
        if (before.filter(known -> known.job().equals(after.job())).isEmpty()) {
            writes.put(row(after.job()));
        }
        List<AttemptRow> knownAttempts = before.map(JobHistory::attempts).orElse(List.of());
        after.attempts().stream().filter(row -> !knownAttempts.contains(row)).forEach(row -> writes.put(row(row)));
        SortedMap<Integer, EpochRow> knownEpochs =
                before.map(JobHistory::epochs).orElse(new TreeMap<>());
        after.cut().ifPresent(last -> writes.deleteEpochs(id, last));
        after.epochs().values().stream()
                .filter(row -> row.epoch() > after.cut().orElse(Integer.MAX_VALUE)
                        || !row.equals(knownEpochs.get(row.epoch())))
                .forEach(row -> writes.put(row(row)));
    }

    private static Upsert row(JobRow job) {
        Optional<Queueing> queueing = job.queueing();
        Optional<Waiting> waiting = job.waiting();
        Optional<Ending> ending = job.ending();
        Optional<Result> result = job.result();
        Optional<Deletion> deletion = job.deletion();
        Optional<Restoration> restoration = job.restoration();
        Optional<Pin> pin = job.pin();
        Optional<TestResult> test = result.map(Result::test);
        Optional<Model> model = result.map(Result::model);
        return Upsert.into("jobs")
                .key("id", job.id())
                .set("family", job.request().family().name())
                .set("name", job.request().name())
                .tags(job.request().tags())
                .set("seed", job.request().seed())
                .json("request", job.request())
                .set("epochs_asked", job.request().training().epochs())
                .set("dataset_digest", job.datasetDigest())
                .set("submission", queueing.map(Queueing::submission))
                .set("round", queueing.map(Queueing::round))
                .set("dataset_key", queueing.map(Queueing::datasetKey))
                .set("queued_at", queueing.map(Queueing::at))
                .set("state", job.state())
                .set("started_at", job.startedAt())
                .set("waiting_trainer", waiting.map(Waiting::trainer))
                .set("waiting_kind", waiting.map(Waiting::kind))
                .set("waiting_reason", waiting.map(Waiting::reason))
                .set("waiting_since", waiting.map(Waiting::since))
                .set("end_event", ending.map(Ending::event))
                .set("failure_kind", ending.flatMap(Ending::kind))
                .set("reason", ending.flatMap(Ending::reason))
                .set("ended_at", ending.map(Ending::at))
                .set("result_attempt", result.map(Result::attempt))
                .set("epochs_trained", result.map(Result::epochs))
                .set("best_epoch", result.map(Result::bestEpoch))
                .set("tested_epoch", result.map(Result::testedEpoch))
                .set("test_accuracy", test.map(TestResult::accuracy))
                .set("test_loss", test.map(TestResult::loss))
                .set("calibration_error", test.map(TestResult::calibrationError))
                .json("confusion", test.map(TestResult::confusion))
                .json("class_scores", test.map(TestResult::classes))
                .json("reliability", test.map(TestResult::reliability))
                .json("mistakes", test.map(TestResult::mistakes))
                .set("model_path", model.map(Model::path))
                .set("model_sha256", model.map(Model::sha256))
                .set("parameters", model.map(Model::parameters))
                .json("artifacts", result.map(Result::artifacts))
                .set("training_seconds", result.map(Result::seconds))
                .set("artifacts_deleted_at", deletion.map(Deletion::at))
                .set("artifacts_deleted_bytes", deletion.map(Deletion::bytes))
                .set("artifacts_deleted_reason", deletion.map(Deletion::reason))
                .set("restoration_submission", restoration.map(Restoration::submission))
                .set("restoration_state", restoration.map(Restoration::state))
                .set("restoration_epoch", restoration.map(Restoration::epoch))
                .set("restoration_reason", restoration.flatMap(Restoration::reason))
                .set("restoration_at", restoration.map(Restoration::at))
                .set("pinned_since", pin.map(Pin::since))
                .set("pin_reason", pin.map(Pin::reason))
                .set("log_partition", job.changed().partition())
                .set("log_offset", job.changed().offset());
    }

    private static Upsert row(AttemptRow attempt) {
        return Upsert.into("attempts")
                .key("job", attempt.job())
                .key("number", attempt.number())
                .set("run", attempt.run())
                .set("state", attempt.state())
                .set("resumed_from_run", attempt.resumedFrom().map(Checkpoint::run))
                .set("resumed_from_epoch", attempt.resumedFrom().map(Checkpoint::epoch))
                .json("environment", attempt.environment())
                .set("started_at", attempt.startedAt())
                .set("ended_at", attempt.endedAt())
                .set("log_partition", attempt.changed().partition())
                .set("log_offset", attempt.changed().offset());
    }

    private static Upsert row(EpochRow epoch) {
        return Upsert.into("epochs")
                .key("job", epoch.job())
                .key("epoch", epoch.epoch())
                .set("epochs", epoch.epochs())
                .set("attempt", epoch.attempt())
                .set("train_loss", epoch.train().loss())
                .set("train_accuracy", epoch.train().accuracy())
                .set("validation_loss", epoch.validation().loss())
                .set("validation_accuracy", epoch.validation().accuracy())
                .set("learning_rate", epoch.learningRate())
                .set("samples_per_second", epoch.samplesPerSecond())
                .set("seconds", epoch.seconds())
                .set("gradient_norm", epoch.gradientNorm())
                .set("data_wait_share", epoch.dataWaitShare())
                .set("peak_memory_bytes", epoch.peakMemoryBytes())
                .set("completed_at", epoch.completedAt())
                .set("log_partition", epoch.changed().partition())
                .set("log_offset", epoch.changed().offset());
    }

    private static JobRow job(ResultSet row) throws SQLException {
        Optional<Queueing> queueing = row.getString("submission") == null
                ? Optional.empty()
                : Optional.of(new Queueing(
                        row.getString("submission"),
                        row.getInt("round"),
                        row.getString("dataset_key"),
                        Sql.presentTime(row, "queued_at")));
        Optional<Waiting> waiting = row.getString("waiting_reason") == null
                ? Optional.empty()
                : Optional.of(new Waiting(
                        row.getString("waiting_trainer"),
                        row.getString("waiting_kind"),
                        row.getString("waiting_reason"),
                        Sql.presentTime(row, "waiting_since")));
        Optional<Ending> ending = row.getString("end_event") == null
                ? Optional.empty()
                : Optional.of(new Ending(
                        row.getString("end_event"),
                        Sql.text(row, "failure_kind"),
                        Sql.text(row, "reason"),
                        Sql.presentTime(row, "ended_at")));
        return new JobRow(
                row.getString("id"),
                StoredText.read(row.getString("request"), Job.class),
                row.getString("dataset_digest"),
                queueing,
                JobState.valueOf(row.getString("state")),
                Sql.time(row, "started_at"),
                waiting,
                ending,
                result(row),
                deletion(row),
                restoration(row),
                Sql.time(row, "pinned_since").isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Pin(row.getString("pin_reason"), Sql.presentTime(row, "pinned_since"))),
                position(row));
    }

    private static Optional<Deletion> deletion(ResultSet row) throws SQLException {
        Optional<Instant> at = Sql.time(row, "artifacts_deleted_at");
        return at.isEmpty()
                ? Optional.empty()
                : Optional.of(new Deletion(
                        row.getString("artifacts_deleted_reason"), row.getLong("artifacts_deleted_bytes"), at.get()));
    }

    private static Optional<Restoration> restoration(ResultSet row) throws SQLException {
        Optional<String> submission = Sql.text(row, "restoration_submission");
        return submission.isEmpty()
                ? Optional.empty()
                : Optional.of(new Restoration(
                        submission.get(),
                        JobState.valueOf(row.getString("restoration_state")),
                        row.getInt("restoration_epoch"),
                        Sql.text(row, "restoration_reason"),
                        Sql.presentTime(row, "restoration_at")));
    }

    private static Optional<Result> result(ResultSet row) throws SQLException {
        Optional<Integer> attempt = Sql.integer(row, "result_attempt");
        if (attempt.isEmpty()) {
            return Optional.empty();
        }
        TestResult test = new TestResult(
                row.getDouble("test_accuracy"),
                row.getDouble("test_loss"),
                row.getDouble("calibration_error"),
                Stream.of(StoredText.read(row.getString("confusion"), Integer[][].class))
                        .map(List::of)
                        .toList(),
                List.of(StoredText.read(row.getString("class_scores"), ClassScore[].class)),
                List.of(StoredText.read(row.getString("reliability"), ReliabilityBin[].class)),
                List.of(StoredText.read(row.getString("mistakes"), Mistake[].class)));
        Model model = new Model(row.getString("model_path"), row.getString("model_sha256"), row.getLong("parameters"));
        return Optional.of(new Result(
                attempt.get(),
                row.getInt("epochs_trained"),
                row.getInt("best_epoch"),
                row.getInt("tested_epoch"),
                test,
                model,
                List.of(StoredText.read(row.getString("artifacts"), Artifact[].class)),
                row.getDouble("training_seconds")));
    }

    private static AttemptRow attempt(ResultSet row) throws SQLException {
        int epoch = row.getInt("resumed_from_epoch");
        return new AttemptRow(
                row.getString("job"),
                row.getInt("number"),
                row.getString("run"),
                AttemptState.valueOf(row.getString("state")),
                Sql.text(row, "resumed_from_run").map(run -> new Checkpoint(run, epoch)),
                StoredText.read(row.getString("environment"), Environment.class),
                Sql.presentTime(row, "started_at"),
                Sql.time(row, "ended_at"),
                position(row));
    }

    private static EpochRow epoch(ResultSet row) throws SQLException {
        return new EpochRow(
                row.getString("job"),
                row.getInt("epoch"),
                row.getInt("epochs"),
                row.getInt("attempt"),
                new Score(row.getDouble("train_loss"), row.getDouble("train_accuracy")),
                new Score(row.getDouble("validation_loss"), row.getDouble("validation_accuracy")),
                row.getDouble("learning_rate"),
                row.getDouble("samples_per_second"),
                row.getDouble("seconds"),
                row.getDouble("gradient_norm"),
                row.getDouble("data_wait_share"),
                row.getLong("peak_memory_bytes"),
                Sql.presentTime(row, "completed_at"),
                position(row));
    }

    private static LogPosition position(ResultSet row) throws SQLException {
        return new LogPosition(row.getInt("log_partition"), row.getLong("log_offset"));
    }
}
