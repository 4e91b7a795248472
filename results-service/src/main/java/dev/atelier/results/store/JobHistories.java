package dev.atelier.results.store;

import dev.atelier.results.projection.AttemptRow;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Jobs with their attempts and epochs, in and out of their tables. */
public final class JobHistories {
    private static final int LEAST_SAMPLE = 20;
    private static final int GREATEST_SAMPLE = 500;

    private JobHistories() {}

    /** The jobs of these ids that are known, without their epochs. */
    public static Map<String, JobHistory> load(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<Latest> latest = Sql.list(
                connection,
                "SELECT j.id, (SELECT max(e.epoch) FROM epochs e WHERE e.job = j.id) AS epoch FROM jobs j WHERE j.id = ANY (?)",
                Latest.class,
                ids);
        return load(connection, ids, Map.of(), latest.stream().collect(Collectors.toMap(Latest::id, Latest::epoch)));
    }

    /** The latest epoch of a job; 0 where it has none. */
    private record Latest(String id, int epoch) {}

    /**
     * Epochs that are known.
     *
     * @param numbers the epochs to look for, by the id of their job
     * @return by the id of their job and their number
     */
    public static Map<String, Map<Integer, EpochRow>> epochs(
            Connection connection, Map<String, ? extends Collection<Integer>> numbers) throws SQLException {
        List<String> jobs = new ArrayList<>();
        List<Integer> epochs = new ArrayList<>();
        numbers.forEach((job, wanted) -> wanted.forEach(epoch -> {
            jobs.add(job);
            epochs.add(epoch);
        }));
        return jobs.isEmpty()
                ? Map.of()
                : byJob(Sql.list(
                        connection,
                        "SELECT e.* FROM epochs e JOIN unnest(?::text[], ?::integer[]) AS wanted(job, epoch)"
                                + " ON e.job = wanted.job AND e.epoch = wanted.epoch",
                        TableRows.PARTS,
                        EpochRow.class,
                        jobs,
                        epochs.toArray(Integer[]::new)));
    }

    /**
     * The jobs of these ids that are known, with at most about so many epochs in all, and 500 of each: where there are more,
     * every second, every fourth, … of each job, and always its first, its latest, its best and the one whose weights
     * were tested.
     */
    public static Map<String, JobHistory> sample(Connection connection, Collection<String> ids, int most)
            throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        int perJob = Math.clamp(most / ids.size(), LEAST_SAMPLE, GREATEST_SAMPLE);
        List<EpochRow> rows = Sql.list(
                connection,
                "SELECT e.* FROM " + EpochSample.EPOCHS,
                TableRows.PARTS,
                EpochRow.class,
                EpochSample.of(connection, ids, perJob));
        Map<String, Integer> latest =
                rows.stream().collect(Collectors.toMap(EpochRow::job, EpochRow::epoch, Math::max));
        return load(connection, ids, byJob(rows), latest);
    }

    private static Map<String, JobHistory> load(
            Connection connection,
            Collection<String> ids,
            Map<String, Map<Integer, EpochRow>> epochs,
            Map<String, Integer> latest)
            throws SQLException {
        Map<String, List<AttemptRow>> attempts = Sql.list(
                        connection,
                        "SELECT * FROM attempts WHERE job = ANY (?) ORDER BY number",
                        TableRows.PARTS,
                        AttemptTable::read,
                        ids)
                .stream()
                .collect(Collectors.groupingBy(AttemptRow::job));
        return Sql.list(connection, "SELECT * FROM jobs WHERE id = ANY (?)", TableRows.PARTS, JobTable::read, ids)
                .stream()
                .collect(Collectors.toMap(
                        JobRow::id,
                        job -> JobHistory.stored(
                                job,
                                attempts.getOrDefault(job.id(), List.of()),
                                epochs.getOrDefault(job.id(), Map.of()),
                                latest.getOrDefault(job.id(), 0))));
    }

    private static Map<String, Map<Integer, EpochRow>> byJob(List<EpochRow> rows) {
        Map<String, Map<Integer, EpochRow>> epochs = new HashMap<>();
        for (EpochRow epoch : rows) {
            epochs.computeIfAbsent(epoch.job(), job -> new HashMap<>()).put(epoch.epoch(), epoch);
        }
        return epochs;
    }

    /** Writes the rows in which a job differs from what stood before. */
    public static void save(Writes writes, Optional<JobHistory> before, JobHistory after) {
        String id = after.job().id();
        if (before.isEmpty()) {
            writes.insert(JobTable.TABLE, after.job());
            writes.jobCounts().add(after.job());
        } else if (!before.get().job().equals(after.job())) {
            writes.replace(JobTable.TABLE, after.job());
            writes.jobCounts().subtract(before.get().job());
            writes.jobCounts().add(after.job());
        }
        List<AttemptRow> knownAttempts = before.map(JobHistory::attempts).orElse(List.of());
        for (AttemptRow attempt : after.attempts()) {
            if (attempt.number() > knownAttempts.size()) {
                writes.insert(AttemptTable.TABLE, attempt);
            } else if (!attempt.equals(knownAttempts.get(attempt.number() - 1))) {
                writes.replace(AttemptTable.TABLE, attempt);
            }
        }
        if (after.cut().isPresent() && after.cut().getAsInt() < after.stored()) {
            writes.deleteEpochs(id, after.cut().getAsInt());
        }
        if (before.isEmpty() || after.cut().isPresent() || !after.epochs().isEmpty()) {
            writes.refreshLatestEpoch(id);
        }
        int remaining = Math.min(after.stored(), after.cut().orElse(Integer.MAX_VALUE));
        Map<Integer, EpochRow> knownEpochs =
                before.<Map<Integer, EpochRow>>map(JobHistory::epochs).orElse(Map.of());
        for (EpochRow epoch : after.epochs().values()) {
            if (epoch.epoch() > remaining) {
                writes.insert(EpochTable.TABLE, epoch);
            } else if (!epoch.equals(knownEpochs.get(epoch.epoch()))) {
                writes.replace(EpochTable.TABLE, epoch);
            }
        }
    }
}
