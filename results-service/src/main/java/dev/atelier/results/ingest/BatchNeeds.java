package dev.atelier.results.ingest;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.store.JobHistories;
import dev.atelier.results.store.SubmissionTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch of records is about.
 *
 * @param epochs numbers of epochs, by job; none for a job of which there are only other events
 * @param submissions their ids
 */
record BatchNeeds(Map<String, Set<Integer>> epochs, Set<String> submissions) {

    static BatchNeeds of(List<ReadRecord> records) {
        Map<String, Set<Integer>> jobs = new HashMap<>();
        Set<String> submissions = new HashSet<>();
        for (ReadRecord record : records) {
            if (record instanceof ReadRecord.Known known) {
                switch (known.event()) {
                    case EpochCompleted epoch ->
                        jobs.computeIfAbsent(epoch.job(), job -> new HashSet<>())
                                .add(epoch.epoch());
                    case JobEvent event -> jobs.computeIfAbsent(event.job(), job -> new HashSet<>());
                    default -> submissions.add(known.event().key());
                }
            }
        }
        return new BatchNeeds(jobs, submissions);
    }

    /**
     * What the tables hold of it.
     *
     * @param jobs those that are known, each with those of the epochs that are
     * @param answered submissions that have their answer
     */
    record Found(Map<String, JobHistory> jobs, Set<String> answered) {}

    /** @param cache jobs as they stand in the tables */
    Found find(Connection connection, JobCache cache) throws SQLException {
        return find(connection, cache.get(epochs.keySet()), Set.of());
    }

    /**
     * What the tables will hold once another batch is written, which is not yet.
     *
     * @return nothing where it has to be read from what that batch writes
     */
    Optional<Found> find(Connection connection, JobCache cache, BatchProjection pending) throws SQLException {
        Map<String, JobHistory> known = cache.get(epochs.keySet());
        for (Map.Entry<String, Set<Integer>> wanted : epochs.entrySet()) {
            Optional<JobHistory> written = pending.job(wanted.getKey()).map(JobHistory::saved);
            if (written.filter(job -> isStored(job, wanted.getValue())).isPresent()) {
                return Optional.empty();
            }
            written.ifPresent(job -> known.put(wanted.getKey(), job));
        }
        return Optional.of(find(connection, known, pending.answered()));
    }

    private static boolean isStored(JobHistory job, Set<Integer> epochs) {
        return epochs.stream().anyMatch(epoch -> epoch <= job.stored());
    }

    private Found find(Connection connection, Map<String, JobHistory> known, Set<String> answered) throws SQLException {
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
        Set<String> all = new HashSet<>(SubmissionTables.known(connection, submissions));
        submissions.stream().filter(answered::contains).forEach(all::add);
        return new Found(known, all);
    }
}
