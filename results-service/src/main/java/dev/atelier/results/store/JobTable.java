package dev.atelier.results.store;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.projection.JobRow.Deletion;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.JobRow.Pin;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Restoration;
import dev.atelier.results.projection.JobRow.Result;
import dev.atelier.results.projection.JobRow.Waiting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs as rows of their table. A row that is read equals the one that was written. */
final class JobTable {
    static final Table<JobRow> TABLE = Table.<JobRow>named("jobs")
            .key("id", JobRow::id)
            .set("family", job -> job.request().family().name())
            .set("name", job -> job.request().name())
            .tags("tags", job -> job.request().tags())
            .set("seed", job -> job.request().seed())
            .json("request", JobRow::request)
            .set("epochs_asked", job -> job.request().training().epochs())
            .set("dataset_digest", JobRow::datasetDigest)
            .set("submission", job -> job.queueing().map(Queueing::submission))
            .set("round", job -> job.queueing().map(Queueing::round))
            .set("dataset_key", job -> job.queueing().map(Queueing::datasetKey))
            .set("queued_at", job -> job.queueing().map(Queueing::at))
            .set("state", JobRow::state)
            .set("started_at", JobRow::startedAt)
            .set("waiting_trainer", job -> job.waiting().map(Waiting::trainer))
            .set("waiting_kind", job -> job.waiting().map(Waiting::kind))
            .set("waiting_reason", job -> job.waiting().map(Waiting::reason))
            .set("waiting_since", job -> job.waiting().map(Waiting::since))
            .set("end_event", job -> job.ending().map(Ending::event))
            .set("failure_kind", job -> job.ending().flatMap(Ending::kind))
            .set("reason", job -> job.ending().flatMap(Ending::reason))
            .set("ended_at", job -> job.ending().map(Ending::at))
            .set("result_attempt", job -> job.result().map(Result::attempt))
            .set("epochs_trained", job -> job.result().map(Result::epochs))
            .set("best_epoch", job -> job.result().map(Result::bestEpoch))
            .set("tested_epoch", job -> job.result().map(Result::testedEpoch))
            .json("test_metrics", job -> test(job).map(TestResult::metrics))
            .set("test_accuracy", job -> test(job).map(TestResult::accuracy))
            .set("test_loss", job -> test(job).map(TestResult::loss))
            .set("calibration_error", job -> test(job).map(TestResult::calibrationError))
            .json("confusion", job -> test(job).map(TestResult::confusion))
            .json("class_scores", job -> test(job).map(TestResult::classes))
            .json("reliability", job -> test(job).map(TestResult::reliability))
            .json("mistakes", job -> test(job).map(TestResult::mistakes))
            .set("model_path", job -> model(job).map(Model::path))
            .set("model_sha256", job -> model(job).map(Model::sha256))
            .set("parameters", job -> model(job).map(Model::parameters))
            .json("artifacts", job -> job.result().map(Result::artifacts))
            .set("training_seconds", job -> job.result().map(Result::seconds))
            .set("artifacts_deleted_at", job -> job.deletion().map(Deletion::at))
            .set("artifacts_deleted_bytes", job -> job.deletion().map(Deletion::bytes))
            .set("artifacts_deleted_reason", job -> job.deletion().map(Deletion::reason))
            .set("restoration_submission", job -> job.restoration().map(Restoration::submission))
            .set("restoration_state", job -> job.restoration().map(Restoration::state))
            .set("restoration_epoch", job -> job.restoration().map(Restoration::epoch))
            .set("restoration_reason", job -> job.restoration().flatMap(Restoration::reason))
            .set("restoration_at", job -> job.restoration().map(Restoration::at))
            .set("pinned_since", job -> job.pin().map(Pin::since))
            .set("pin_reason", job -> job.pin().map(Pin::reason))
            .set("log_partition", job -> job.changed().partition())
            .set("log_offset", job -> job.changed().offset())
            .build();

    private JobTable() {}

    private static Optional<TestResult> test(JobRow job) {
        return job.result().map(Result::test);
    }

    private static Optional<Model> model(JobRow job) {
        return job.result().map(Result::model);
    }

    static JobRow read(ResultSet row) throws SQLException {
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
                Sql.position(row));
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
                StoredText.metrics(row.getString("test_metrics")),
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
}
