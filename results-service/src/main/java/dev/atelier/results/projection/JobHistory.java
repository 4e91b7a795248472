package dev.atelier.results.projection;

import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobLifecycle.WrittenFiles;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.ResultFiles.Restoration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * A job with its attempts in order and its epochs by number: all of them, or those that were requested. Immutable;
 * comparing two of them shows which rows changed. An epoch is added in logarithmic time.
 *
 * @param cut the greatest epoch that remains of those that are not held here; empty where all of them do
 * @param stored the greatest epoch in the tables; 0 where there is none
 */
public record JobHistory(
        JobRow job, List<AttemptRow> attempts, PSortedMap<Integer, EpochRow> epochs, OptionalInt cut, int stored) {
    public JobHistory {
        attempts = List.copyOf(attempts);
    }

    /** A job as it stands in the tables, with some of its epochs. */
    public static JobHistory stored(
            JobRow job, List<AttemptRow> attempts, Map<Integer, EpochRow> epochs, int latestEpoch) {
        return new JobHistory(job, attempts, TreePMap.from(epochs), OptionalInt.empty(), latestEpoch);
    }

    static JobHistory of(JobRow job) {
        return stored(job, List.of(), Map.of(), 0);
    }

    /** The same with these epochs, which are in the tables. */
    public JobHistory withStored(Map<Integer, EpochRow> known) {
        return new JobHistory(job, attempts, epochs.plusAll(known), cut, stored);
    }

    /** The same once all of it is in the tables, without its epochs. */
    public JobHistory saved() {
        int remaining = Math.min(stored, cut.orElse(stored));
        int latest = epochs.isEmpty() ? remaining : Math.max(remaining, epochs.lastKey());
        return stored(job, attempts, Map.of(), latest);
    }

    JobHistory with(JobRow changed) {
        return new JobHistory(changed, attempts, epochs, cut, stored);
    }

    /** How the job stands. */
    JobLifecycle lifecycle() {
        Optional<AttemptRow> current = current();
        Optional<Restoration> restoration = job.files().restoration().filter(Restoration::isOpen);
        return new JobLifecycle(
                restoration.map(Restoration::state).orElse(job.state()),
                job.round(),
                current.map(AttemptRow::run).map(JobLifecycle::fingerprint).orElse(JobLifecycle.NO_RUN),
                attempts.stream()
                        .filter(attempt -> current.filter(attempt::equals).isEmpty())
                        .map(AttemptRow::run)
                        .map(JobLifecycle::fingerprint)
                        .collect(Collectors.toSet()),
                current.isPresent(),
                files(),
                restoration
                        .flatMap(each -> job.result())
                        .map(result -> result.model().sha256()));
    }

    private Optional<WrittenFiles> files() {
        ResultFiles files = job.files();
        Optional<Instant> since = files.restoration()
                .filter(restoration -> !restoration.isOpen())
                .map(Restoration::at)
                .or(() -> job.ending().map(Ending::at));
        return job.result()
                .flatMap(result -> since)
                .map(time -> new WrittenFiles(files.deletion().isPresent(), time));
    }

    /** With a current attempt; only the epochs up to the one it resumes from remain. */
    JobHistory with(JobRow changed, AttemptRow started, LogPosition at) {
        int kept = started.resumedFrom().map(checkpoint -> checkpoint.epoch()).orElse(0);
        List<Integer> dropped = List.copyOf(epochs.tailMap(kept + 1).keySet());
        return new JobHistory(
                changed,
                attemptsWith(started, at),
                epochs.minusAll(dropped),
                OptionalInt.of(Math.min(kept, cut.orElse(kept))),
                stored);
    }

    /** With a current attempt, which changes nothing that was measured: all epochs remain. */
    JobHistory withAttempt(JobRow changed, AttemptRow started, LogPosition at) {
        return new JobHistory(changed, attemptsWith(started, at), epochs, cut, stored);
    }

    /** With one more attempt, which is not the current one. */
    JobHistory withLate(AttemptRow late) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        all.add(late);
        return new JobHistory(job, all, epochs, cut, stored);
    }

    private List<AttemptRow> attemptsWith(AttemptRow started, LogPosition at) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        current().ifPresent(replaced -> all.set(replaced.number() - 1, replaced.replaced(at)));
        all.add(started);
        return all;
    }

    JobHistory with(EpochRow epoch) {
        return new JobHistory(job, attempts, epochs.plus(epoch.epoch(), epoch), cut, stored);
    }

    /** With an attempt as it stands now. */
    JobHistory with(AttemptRow attempt) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        all.set(attempt.number() - 1, attempt);
        return new JobHistory(job, all, epochs, cut, stored);
    }

    Optional<AttemptRow> attempt(String run) {
        return attempts.stream().filter(attempt -> attempt.run().equals(run)).findFirst();
    }

    /** The attempt that started last, so long as it has not ended: the only one whose events count. */
    Optional<AttemptRow> current() {
        return attempts.stream()
                .filter(attempt -> attempt.state() == AttemptState.RUNNING)
                .findFirst();
    }
}
