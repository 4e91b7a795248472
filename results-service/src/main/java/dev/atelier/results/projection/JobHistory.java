package dev.atelier.results.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** With one more attempt; only the epochs up to the one it resumes from remain. */
    JobHistory with(JobRow changed, AttemptRow started, LogPosition at) {
        int kept = started.resumedFrom().map(checkpoint -> checkpoint.epoch()).orElse(0);
        SortedMap<Integer, EpochRow> remaining = new TreeMap<>(epochs);
        remaining.keySet().removeIf(epoch -> epoch > kept);
        return new JobHistory(
                changed, attemptsWith(started, at), remaining, OptionalInt.of(Math.min(kept, cut.orElse(kept))));
    }

    /** With one more attempt, which changes nothing that was measured: all epochs remain. */
    JobHistory withAttempt(JobRow changed, AttemptRow started, LogPosition at) {
        return new JobHistory(changed, attemptsWith(started, at), epochs, cut);
    }

    private List<AttemptRow> attemptsWith(AttemptRow started, LogPosition at) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        speaking().ifPresent(silent -> all.set(all.size() - 1, silent.lost(at)));
        all.add(started);
        return all;
    }

    JobHistory with(EpochRow epoch) {
        SortedMap<Integer, EpochRow> all = new TreeMap<>(epochs);
        all.put(epoch.epoch(), epoch);
        return new JobHistory(job, attempts, all, cut);
    }

    /** With the latest attempt replaced. */
    JobHistory with(AttemptRow latest) {
        List<AttemptRow> all = new ArrayList<>(attempts);
        all.set(all.size() - 1, latest);
        return new JobHistory(job, all, epochs, cut);
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
