package dev.atelier.results.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is stored of one job: the job, its attempts in order and its epochs by number. Immutable; comparing two of them
 * says which rows changed.
 */
public record JobHistory(JobRow job, List<AttemptRow> attempts, SortedMap<Integer, EpochRow> epochs) {
    public JobHistory {
        attempts = List.copyOf(attempts);
        epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }

    static JobHistory of(JobRow job) {
        return new JobHistory(job, List.of(), new TreeMap<>());
    }

    JobHistory with(JobRow changed) {
        return new JobHistory(changed, attempts, epochs);
    }

    /** With one more attempt; only the epochs up to the one it resumes from remain. */
    JobHistory with(JobRow changed, AttemptRow started, LogPosition at) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        speaking().ifPresent(silent -> all.set(all.size() - 1, silent.lost(at)));
        all.add(started);
        int kept = started.resumedFrom().map(checkpoint -> checkpoint.epoch()).orElse(0);
        return new JobHistory(changed, all, epochs.headMap(kept + 1));
    }

    JobHistory with(EpochRow epoch) {
        SortedMap<Integer, EpochRow> all = new TreeMap<>(epochs);
        all.put(epoch.epoch(), epoch);
        return new JobHistory(job, attempts, all);
    }

    /** With the latest attempt replaced. */
    JobHistory with(AttemptRow latest) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        all.set(all.size() - 1, latest);
        return new JobHistory(job, all, epochs);
    }

    Optional<AttemptRow> attempt(String run) {
        return attempts.stream().filter(attempt -> attempt.run().equals(run)).findFirst();
    }

    /** The latest attempt, so long as it has not ended: the only one that is listened to. */
    Optional<AttemptRow> speaking() {
        return attempts.isEmpty()
                ? Optional.empty()
                : Optional.of(attempts.getLast()).filter(latest -> latest.state() == AttemptState.RUNNING);
    }

    Optional<AttemptRow> speaking(String run) {
        return speaking().filter(attempt -> attempt.run().equals(run));
    }
}
