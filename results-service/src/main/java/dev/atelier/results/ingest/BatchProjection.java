package dev.atelier.results.ingest;

import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.results.projection.DatasetRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobProjection;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.SuspendedTrainer;
import dev.atelier.results.projection.submission.SubmissionProjection;
import dev.atelier.results.store.Datasets;
import dev.atelier.results.store.DeadLetters;
import dev.atelier.results.store.JobHistories;
import dev.atelier.results.store.SubmissionTables;
import dev.atelier.results.store.SuspendedTrainers;
import dev.atelier.results.store.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch of records changes: lets the projection decide, and holds the difference until it is written. What the rows
 * become depends on the records only, not on how they were cut into batches.
 */
final class BatchProjection {
    private final Map<String, JobHistory> before;
    private final Map<String, JobHistory> jobs;
    private final Set<String> answered;
    private final Writes writes = new Writes();
    private final List<Event> events = new ArrayList<>();
    private final List<String> unknownTypes = new ArrayList<>();
    private final List<SetAside> setAside = new ArrayList<>();
    private final Map<String, Optional<SuspendedTrainer>> trainers = new LinkedHashMap<>();

    private BatchProjection(Map<String, JobHistory> before, Set<String> answered) {
        this.before = before;
        this.jobs = new HashMap<>(before);
        this.answered = new HashSet<>(answered);
    }

    /** What the records change of what was found. */
    static BatchProjection of(BatchNeeds.Found found, List<ReadRecord> records) {
        BatchProjection batch = new BatchProjection(found.jobs(), found.answered());
        records.forEach(batch::add);
        batch.jobs.forEach(
                (id, history) -> JobHistories.save(batch.writes, Optional.ofNullable(batch.before.get(id)), history));
        batch.trainers.forEach((trainer, now) -> SuspendedTrainers.save(batch.writes, trainer, now));
        return batch;
    }

    /** A job as it will stand; nothing where the batch is not about it. */
    Optional<JobHistory> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Submissions that will have their answer, of those that the batch is about. */
    Set<String> answered() {
        return answered;
    }

    void write(Connection connection) throws SQLException {
        writes.execute(connection);
    }

    /** What it came to, once it is written. */
    Projected written(JobCache cache) {
        jobs.values().forEach(cache::put);
        return new Projected(events, unknownTypes, setAside);
    }

    private void add(ReadRecord record) {
        switch (record) {
            case ReadRecord.Known known -> {
                apply(known.event(), known.at());
                events.add(known.event());
            }
            case ReadRecord.Unknown unknown -> unknownTypes.add(unknown.type());
            case ReadRecord.Unreadable unreadable -> add(unreadable.setAside());
        }
    }

    private void add(SetAside record) {
        setAside.add(record);
        DeadLetters.save(writes, record);
    }

    private void apply(Event published, LogPosition at) {
        switch (published) {
            case JobEvent event ->
                JobProjection.apply(Optional.ofNullable(jobs.get(event.job())), event, at)
                        .ifPresent(history -> jobs.put(event.job(), history));
            case SubmissionAccepted accepted -> {
                if (answered.add(accepted.submission())) {
                    SubmissionTables.save(writes, SubmissionProjection.of(accepted, at));
                }
            }
            case SubmissionRejected rejected -> {
                if (answered.add(rejected.submission())) {
                    SubmissionTables.save(writes, SubmissionProjection.of(rejected, at));
                }
            }
            case DatasetPublished dataset -> Datasets.save(writes, DatasetRow.of(dataset, at));
            case RecordSetAside record -> add(SetAside.of(record, at));
            case TrainerSuspended suspended ->
                trainers.put(suspended.trainer(), Optional.of(SuspendedTrainer.of(suspended, at)));
            case TrainerResumed resumed -> trainers.put(resumed.trainer(), Optional.empty());
        }
    }
}
