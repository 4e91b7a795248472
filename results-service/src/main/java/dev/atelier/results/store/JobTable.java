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
    private JobTable() {}

    static TableRow row(JobRow job) {
        Optional<Queueing> queueing = job.queueing();
        Optional<Waiting> waiting = job.waiting();
        Optional<Ending> ending = job.ending();
        Optional<Result> result = job.result();
        Optional<Deletion> deletion = job.deletion();
        Optional<Restoration> restoration = job.restoration();
        Optional<Pin> pin = job.pin();
        Optional<TestResult> test = result.map(Result::test);
        Optional<Model> model = result.map(Result::model);
        return TableRow.into("jobs")
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
                .json("test_metrics", test.map(TestResult::metrics))
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
