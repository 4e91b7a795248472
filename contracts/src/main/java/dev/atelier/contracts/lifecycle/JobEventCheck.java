package dev.atelier.contracts.lifecycle;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import java.time.Instant;

/** What events about jobs and searches cannot hold, no matter who published them. Every reader refuses the same. */
public final class JobEventCheck {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private JobEventCheck() {}

    /** @throws IllegalArgumentException if a number or the time is out of range; the message names its field */
    public static void check(JobEvent event) {
        checkRound(event.round());
        requireAtLeast("round", event.round(), event instanceof JobQueued || event instanceof JobPaused ? 1 : 0);
        checkTime(event.time());
        switch (event) {
            case JobStarted started -> {
                if (started.resumedFrom() instanceof JobStarted.Checkpoint checkpoint) {
                    requireAtLeast("resumedFrom.epoch", checkpoint.epoch(), 0);
                }
            }
            case EpochCompleted epoch -> {
                requireAtLeast("epoch", epoch.epoch(), 1);
                requireAtLeast("epochs", epoch.epochs(), 1);
            }
            case JobQueued queued -> {
                if (queued.budget() instanceof Integer budget) {
                    requireAtLeast("budget", budget, 1);
                }
            }
            case JobPaused paused -> requireAtLeast("epoch", paused.epoch(), 0);
            case ArtifactsDeleted deleted -> requireAtLeast("bytes", deleted.bytes(), 0);
            default -> {}
        }
    }

    /** @throws IllegalArgumentException if the round of a member is out of range */
    public static void check(SubmissionAccepted event) {
        event.members().forEach(member -> checkRound(member.round()));
    }

    /** @throws IllegalArgumentException if a number or the time is out of range; the message names its field */
    public static void check(SearchEvent event) {
        checkTime(event.time());
        switch (event) {
            case SearchStarted started -> requireAtLeast("epochs", started.epochs(), 1);
            case TrialStarted started -> {
                requireAtLeast("trial", started.trial(), 0);
                requireAtLeast("epochs", started.epochs(), 1);
                started.members().forEach(member -> checkRound(member.round()));
            }
            case TrialObserved observed -> {
                requireAtLeast("trial", observed.trial(), 0);
                requireAtLeast("seed", observed.seed(), 0);
                requireAtLeast("epoch", observed.epoch(), 1);
            }
            case TrialPromoted promoted -> {
                requireAtLeast("trial", promoted.trial(), 0);
                requireAtLeast("epochs", promoted.epochs(), 1);
            }
            case SearchEnded ended -> ended.members().forEach(member -> checkRound(member.round()));
            case SearchCancelled ignored -> {}
            case SearchTimeSpent ignored -> {}
        }
    }

    /**
     * Checks a round, of an event, of a submission's member or of a queue record.
     *
     * @throws IllegalArgumentException if it is negative, or greater than {@link JobLifecycle#MOST_ROUNDS}
     */
    public static void checkRound(int round) {
        requireAtLeast("round", round, 0);
        if (round > JobLifecycle.MOST_ROUNDS) {
            throw new IllegalArgumentException("round is " + round + "; expected at most " + JobLifecycle.MOST_ROUNDS);
        }
    }

    private static void checkTime(Instant time) {
        if (!isPossible(time)) {
            throw new IllegalArgumentException("time is " + time + "; expected one from " + EARLIEST + " to " + LATEST);
        }
    }

    /** Whether a time is in the range that every database stores. */
    public static boolean isPossible(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    private static void requireAtLeast(String field, long value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + "; expected at least " + least);
        }
    }
}
