package dev.atelier.results.projection;

import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.results.projection.JobRow.Restoration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A job with its attempts in order and its epochs by number: all of them, or those that somebody asked for. Immutable;
 * comparing two of them says which rows changed.
 *
 * @param cut the greatest epoch that remains of those that are not held here; empty where all of them do
 */
public record JobHistory(JobRow job, List<AttemptRow> attempts, SortedMap<Integer, EpochRow> epochs, OptionalInt cut) {
    public JobHistory(JobRow job, List<AttemptRow> attempts, SortedMap<Integer, EpochRow> epochs) {
        this(job, attempts, epochs, OptionalInt.empty());
    }

    public JobHistory {
        attempts = List.copyOf(attempts);
        epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }

    static JobHistory of(JobRow job) {
        return new JobHistory(job, List.of(), new TreeMap<>());
    }

    JobHistory with(JobRow changed) {
        return new JobHistory(changed, attempts, epochs, cut);
    }

    /** How the job stands. */
    JobLifecycle lifecycle() {
        Optional<AttemptRow> current = current();
        Optional<Restoration> restoration = job.restoration().filter(Restoration::isOpen);
        return new JobLifecycle(
                restoration.map(Restoration::state).orElse(job.state()),
                job.round(),
                current.map(AttemptRow::run).map(JobLifecycle::fingerprint).orElse(JobLifecycle.NO_RUN),
                attempts.stream()
                        .map(AttemptRow::run)
                        .map(JobLifecycle::fingerprint)
                        .collect(Collectors.toSet()),
                current.isPresent(),
                job.result().isPresent(),
                restoration
                        .flatMap(each -> job.result())
                        .map(result -> result.model().sha256()));
    }

    /** With a current attempt; only the epochs up to the one it resumes from remain. */
    JobHistory with(JobRow changed, AttemptRow started, LogPosition at) {
        int kept = started.resumedFrom().map(checkpoint -> checkpoint.epoch()).orElse(0);
        SortedMap<Integer, EpochRow> remaining = new TreeMap<>(epochs);
        remaining.keySet().removeIf(epoch -> epoch > kept);
        return new JobHistory(
                changed, attemptsWith(started, at), remaining, OptionalInt.of(Math.min(kept, cut.orElse(kept))));
    }

    /** With a current attempt, which changes nothing that was measured: all epochs remain. */
    JobHistory withAttempt(JobRow changed, AttemptRow started, LogPosition at) {
        return new JobHistory(changed, attemptsWith(started, at), epochs, cut);
    }

    /** With one more attempt, which is not the current one. */
    JobHistory withLate(AttemptRow late) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        all.add(late);
        return new JobHistory(job, all, epochs, cut);
    }

    private List<AttemptRow> attemptsWith(AttemptRow started, LogPosition at) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        current().ifPresent(replaced -> all.set(replaced.number() - 1, replaced.lost(at)));
        all.add(started);
        return all;
    }

    JobHistory with(EpochRow epoch) {
        SortedMap<Integer, EpochRow> all = new TreeMap<>(epochs);
        all.put(epoch.epoch(), epoch);
        return new JobHistory(job, attempts, all, cut);
    }

    /** With an attempt as it stands now. */
    JobHistory with(AttemptRow attempt) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        all.set(attempt.number() - 1, attempt);
        return new JobHistory(job, all, epochs, cut);
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
