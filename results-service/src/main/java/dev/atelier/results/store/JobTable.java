package dev.atelier.results.store;

import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Result;
import dev.atelier.results.projection.JobRow.Waiting;
import dev.atelier.results.projection.Labels;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.ResultFiles;
import dev.atelier.results.projection.ResultFiles.Deletion;
import dev.atelier.results.projection.ResultFiles.Pin;
import dev.atelier.results.projection.ResultFiles.Restoration;
import dev.atelier.results.sql.Table;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.result.RowView;

/** Jobs as rows of their table. A row that is read equals the one that was written. */
final class JobTable {
    static final Table<JobRow> TABLE = Table.<JobRow>named("jobs")
            .key("id", JobRow::id)
            .set("family", job -> job.request().family().name())
            .set("name", JobRow::name)
            .set("submitted_name", JobTable::submittedName)
            .tags(
                    "tags",
                    job -> job.labels()
                            .flatMap(Labels::tags)
                            .orElseGet(() -> job.request().tags()))
            .json("edited_tags", job -> job.labels().flatMap(Labels::tags))
            .set("notes", job -> job.labels().map(Labels::notes))
            .set("archived", job -> job.labels().map(Labels::archived).orElse(false))
            .set("edited_at", job -> job.labels().map(Labels::editedAt))
            .set("edited_by", job -> job.labels().map(Labels::editedBy))
            .set("edit_record", job -> job.labels().map(Labels::record))
            .set("seed", job -> job.request().seed())
            .json("request", JobRow::request)
            .set("epochs_requested", job -> job.request().training().epochs())
            .set("dataset_digest", JobRow::datasetDigest)
            .set("submission", job -> job.queueing().map(Queueing::submission))
            .set("round", job -> job.queueing().map(Queueing::round))
            .set("dataset_key", job -> job.queueing().map(Queueing::datasetKey))
            .set("extends_job", job -> continuation(job).map(Continuation::job))
            .set("extends_epoch", job -> continuation(job).map(Continuation::epoch))
            .set("forked_from", job -> fork(job).map(Fork::job))
            .set("forked_epoch", job -> fork(job).map(Fork::epoch))
            .set("queued_at", job -> job.queueing().map(Queueing::at))
            .set("priority", job -> priority(job).word())
            .set("owner", job -> job.queueing().flatMap(Queueing::owner))
            .set(
                    "requested_round",
                    job -> job.queueing().map(Queueing::requestedRound).orElse(0))
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
            .set("artifacts_deleted_at", job -> job.files().deletion().map(Deletion::at))
            .set("artifacts_deleted_bytes", job -> job.files().deletion().map(Deletion::bytes))
            .set("artifacts_deleted_reason", job -> job.files().deletion().map(Deletion::reason))
            .set("restoration_submission", job -> job.files().restoration().map(Restoration::submission))
            .set("restoration_state", job -> job.files().restoration().map(Restoration::state))
            .set("restoration_epoch", job -> job.files().restoration().map(Restoration::epoch))
            .set("restoration_reason", job -> job.files().restoration().flatMap(Restoration::reason))
            .set("restoration_at", job -> job.files().restoration().map(Restoration::at))
            .set("pinned_since", job -> job.files().pin().map(Pin::since))
            .set("pin_reason", job -> job.files().pin().flatMap(Pin::reason))
            .set("log_partition", job -> job.changed().partition())
            .set("log_offset", job -> job.changed().offset())
            .build();

    private JobTable() {}

    /** The name that was submitted, where another one is shown. */
    private static Optional<String> submittedName(JobRow job) {
        return job.labels()
                .flatMap(Labels::name)
                .map(other -> Labels.shortened(job.request().name()));
    }

    private static Priority priority(JobRow job) {
        return job.queueing()
                .map(Queueing::priority)
                .orElseGet(() -> Priority.orNormal(job.request().priority()));
    }

    private static Optional<Fork> fork(JobRow job) {
        return Optional.ofNullable(job.request().fork());
    }

    private static Optional<Continuation> continuation(JobRow job) {
        return job.queueing().flatMap(Queueing::continues);
    }

    private static Optional<TestResult> test(JobRow job) {
        return job.result().map(Result::test);
    }

    private static Optional<Model> model(JobRow job) {
        return job.result().map(Result::model);
    }

    static JobRow read(RowView row) {
        return new JobRow(
                row.getColumn("id", String.class),
                row.getColumn("request", Job.class),
                row.getColumn("dataset_digest", String.class),
                Optional.ofNullable(row.getRow(Queueing.class)),
                row.getColumn("state", JobState.class),
                Optional.ofNullable(row.getColumn("started_at", Instant.class)),
                Optional.ofNullable(row.getRow(Waiting.class)),
                Optional.ofNullable(row.getRow(Ending.class)),
                Optional.ofNullable(row.getRow(Result.class)),
                new ResultFiles(
                        Optional.ofNullable(row.getRow(Deletion.class)),
                        Optional.ofNullable(row.getRow(Restoration.class)),
                        Optional.ofNullable(row.getRow(Pin.class))),
                Optional.ofNullable(row.getRow(Labels.class)),
                row.getRow(LogPosition.class));
    }
}
