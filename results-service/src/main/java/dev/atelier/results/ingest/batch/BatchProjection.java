package dev.atelier.results.ingest.batch;

import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.projection.DatasetRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobProjection;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.SuspendedTrainer;
import dev.atelier.results.projection.submission.StudyLabels;
import dev.atelier.results.projection.submission.SubmissionProjection;
import dev.atelier.results.store.Datasets;
import dev.atelier.results.store.DeadLetters;
import dev.atelier.results.store.JobHistories;
import dev.atelier.results.store.StudyLabelTable;
import dev.atelier.results.store.SubmissionTables;
import dev.atelier.results.store.SuspendedTrainers;
import dev.atelier.results.store.Writes;
import dev.atelier.search.study.RecordedSearch;
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
 * What a batch of records changes: loads what the batch is about, lets the projection decide, and holds the difference until
 * it is written. What the rows become depends on the records only, not on how they were cut into batches.
 */
final class BatchProjection {
    private final Map<String, JobHistory> before;
    private final Map<String, JobHistory> jobs;
    private final Set<String> answered;
    private final Writes writes = new Writes();
    private final List<Event> events = new ArrayList<>();
    private final List<String> unknownTypes = new ArrayList<>();
    private final List<SetAside> setAside = new ArrayList<>();
    private final Map<String, StudyLabels> studyLabels;
    private final Map<String, RecordedSearch> searches;
    private final Map<String, Optional<SuspendedTrainer>> trainers = new LinkedHashMap<>();

    private BatchProjection(
            Map<String, JobHistory> before,
            Set<String> answered,
            Map<String, StudyLabels> studyLabels,
            Map<String, RecordedSearch> searches) {
        this.searches = new HashMap<>(searches);
        this.before = before;
        this.studyLabels = new HashMap<>(studyLabels);
        this.jobs = new HashMap<>(before);
        this.answered = new HashSet<>(answered);
    }

    /** @param cache jobs as they stand in the tables */
    static BatchProjection of(Connection connection, JobCache cache, List<ReadRecord> records) throws SQLException {
        Map<String, Set<Integer>> jobs = new HashMap<>();
        Set<String> submissions = new HashSet<>();
        Set<String> studies = new HashSet<>();
        Set<String> searching = new HashSet<>();
        for (ReadRecord record : records) {
            if (record instanceof ReadRecord.Known known) {
                switch (known.event()) {
                    case EpochCompleted epoch ->
                        jobs.computeIfAbsent(epoch.job(), job -> new HashSet<>())
                                .add(epoch.epoch());
                    case JobEvent event -> jobs.computeIfAbsent(event.job(), job -> new HashSet<>());
                    case StudyEdited edited -> studies.add(edited.study());
                    case SearchEvent search -> searching.add(search.study());
                    default -> submissions.add(known.event().key());
                }
            }
        }
        BatchProjection batch = new BatchProjection(
                known(connection, cache, jobs),
                SubmissionTables.known(connection, submissions),
                StudyLabelTable.load(connection, studies),
                SubmissionTables.searches(connection, searching));
        records.forEach(batch::add);
        batch.jobs.forEach(
                (id, history) -> JobHistories.save(batch.writes, Optional.ofNullable(batch.before.get(id)), history));
        batch.studyLabels.values().forEach(labels -> StudyLabelTable.save(batch.writes, labels));
        batch.trainers.forEach((trainer, now) -> SuspendedTrainers.save(batch.writes, trainer, now));
        return batch;
    }

    /** The jobs that are in the tables, each with those of these epochs that are. */
    private static Map<String, JobHistory> known(
            Connection connection, JobCache cache, Map<String, Set<Integer>> epochs) throws SQLException {
        Map<String, JobHistory> known = cache.get(epochs.keySet());
        Set<String> others = new HashSet<>(epochs.keySet());
        others.removeAll(known.keySet());
        known.putAll(JobHistories.load(connection, others));
        Map<String, List<Integer>> stored = new HashMap<>();
        known.forEach((id, job) -> stored.put(
                id,
                epochs.getOrDefault(id, Set.of()).stream()
                        .filter(epoch -> epoch <= job.stored())
                        .toList()));
        JobHistories.epochs(connection, stored)
                .forEach((id, rows) -> known.computeIfPresent(id, (same, job) -> job.withStored(rows)));
        return known;
    }

    /** How rows get into the tables. */
    interface Execution {
        void execute(Writes writes, Connection connection) throws SQLException;
    }

    Projected write(Connection connection, JobCache cache, Execution execution) throws SQLException {
        execution.execute(writes, connection);
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

    /** An event that cannot follow on those before it is refused, as the dataset service refuses it. */
    private void apply(SearchEvent event, LogPosition at) {
        JobEventCheck.check(event);
        Optional<RecordedSearch> before = Optional.ofNullable(searches.get(event.study()));
        Optional<RecordedSearch> after = RecordedSearch.after(before, event);
        if (after.isPresent() && before.filter(known -> known == after.get()).isEmpty()) {
            searches.put(event.study(), after.get());
            SubmissionTables.save(writes, event, at);
        }
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
            case SearchEvent search -> apply(search, at);
            case StudyEdited edited ->
                studyLabels.compute(
                        edited.study(), (study, known) -> StudyLabels.after(Optional.ofNullable(known), edited, at));
            case DatasetPublished dataset -> Datasets.save(writes, DatasetRow.of(dataset, at));
            case RecordSetAside record -> add(SetAside.of(record, at));
            case TrainerSuspended suspended ->
                trainers.put(suspended.trainer(), Optional.of(SuspendedTrainer.of(suspended, at)));
            case TrainerResumed resumed -> trainers.put(resumed.trainer(), Optional.empty());
        }
    }
}
