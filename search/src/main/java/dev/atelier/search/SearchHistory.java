package dev.atelier.search;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * All that is known of a search: the steps decided so far and the observations, in their order. Immutable; adding an entry costs
 * the logarithm of its length. What is observed again changes nothing, so a history may be folded from a log with repetitions.
 */
public final class SearchHistory {
    private final int seeds;
    private final PVector<SearchEntry> entries;
    private final PVector<Trial> trials;
    private final boolean isTimeSpent;
    private final boolean hasEnded;

    private SearchHistory(
            int seeds, PVector<SearchEntry> entries, PVector<Trial> trials, boolean isTimeSpent, boolean hasEnded) {
        this.seeds = seeds;
        this.entries = entries;
        this.trials = trials;
        this.isTimeSpent = isTimeSpent;
        this.hasEnded = hasEnded;
    }

    /**
     * The history of a search that has not begun.
     *
     * @param seeds how many trainings each trial has
     */
    public static SearchHistory empty(int seeds) {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds is " + seeds + "; expected at least 1");
        }
        return new SearchHistory(seeds, TreePVector.empty(), TreePVector.empty(), false, false);
    }

    /**
     * The history that these entries are.
     *
     * @param seeds how many trainings each trial has
     */
    public static SearchHistory of(int seeds, List<? extends SearchEntry> entries) {
        SearchHistory history = empty(seeds);
        for (SearchEntry entry : entries) {
            history = history.with(entry);
        }
        return history;
    }

    /**
     * This history and one entry more.
     *
     * @throws IllegalArgumentException if the entry cannot follow: a trial out of turn, a promotion of what is not paused, an
     *     observation that no step requested, or a step after the end
     */
    public SearchHistory with(SearchEntry entry) {
        return switch (entry) {
            case Observation observation -> withObservation(observation);
            case StartTrial start -> {
                requireOpen(start);
                require(start.trial() == trials.size(), start, "trial " + trials.size() + " as the next");
                require(start.epochs() >= 1, start, "at least 1 epoch");
                yield new SearchHistory(
                        seeds, entries.plus(start), trials.plus(Trial.started(start)), isTimeSpent, false);
            }
            case PromoteTrial promotion -> {
                requireOpen(promotion);
                Trial trial = trial(promotion.trial(), promotion);
                boolean isPaused =
                        result(trial).filter(each -> !each.isFailed()).isPresent();
                require(
                        isPaused && promotion.epochs() > trial.target(),
                        promotion,
                        "a later epoch of a trial that has a value at epoch " + trial.target());
                yield new SearchHistory(
                        seeds,
                        entries.plus(promotion),
                        trials.with(trial.number(), trial.promoted(promotion.epochs())),
                        isTimeSpent,
                        false);
            }
            case EndSearch end -> {
                requireOpen(end);
                yield new SearchHistory(seeds, entries.plus(end), trials, isTimeSpent, true);
            }
            case TimeSpent spent ->
                isTimeSpent ? this : new SearchHistory(seeds, entries.plus(spent), trials, true, hasEnded);
        };
    }

    private SearchHistory withObservation(Observation observation) {
        Trial trial = trial(observation.trial(), observation);
        require(trial.targets().contains(observation.epoch()), observation, "one of the epochs " + trial.targets());
        require(observation.seed() >= 0 && observation.seed() < seeds, observation, "a seed from 0 to " + (seeds - 1));
        if (trial.isObserved(observation.epoch(), observation.seed())) {
            return this;
        }
        return new SearchHistory(
                seeds,
                entries.plus(observation),
                trials.with(trial.number(), trial.with(observation)),
                isTimeSpent,
                hasEnded);
    }

    private Trial trial(int number, SearchEntry entry) {
        require(number >= 0 && number < trials.size(), entry, "one of " + trials.size() + " trials");
        return trials.get(number);
    }

    private void requireOpen(SearchEntry entry) {
        require(!hasEnded, entry, "no step after the end of the search");
    }

    private static void require(boolean isSound, SearchEntry entry, String expected) {
        if (!isSound) {
            throw new IllegalArgumentException("entry is " + entry + "; expected " + expected);
        }
    }

    /** Steps and observations in their order. */
    public List<SearchEntry> entries() {
        return entries;
    }

    /** The first of the entries, as a history of their own. */
    public SearchHistory first(int count) {
        return of(seeds, entries.subList(0, count));
    }

    /** All trials by number. */
    public List<Trial> trials() {
        return trials;
    }

    /** Whether no trial begins or is promoted any more. */
    public boolean isTimeSpent() {
        return isTimeSpent;
    }

    /** Whether its last step is the end. */
    public boolean hasEnded() {
        return hasEnded;
    }

    /** How many trials are being trained: that wait for an observation. */
    public int running() {
        return (int) trials.stream().filter(each -> result(each).isEmpty()).count();
    }

    /** The result at the last epoch requested; nothing while the trial is being trained to it. */
    public Optional<TrialResult> result(Trial trial) {
        return trial.result(trial.target(), seeds);
    }

    /** The result of a trial at an epoch; nothing until all its seeds are observed there. */
    public Optional<TrialResult> result(int trial, int epoch) {
        return trials.get(trial).result(epoch, seeds);
    }

    /** The result at the latest epoch that is observed with all seeds; nothing before the first. */
    public Optional<TrialResult> lastResult(Trial trial) {
        return IntStream.rangeClosed(1, trial.targets().size())
                .mapToObj(back -> trial.targets().get(trial.targets().size() - back))
                .flatMap(epoch -> trial.result(epoch, seeds).stream())
                .findFirst();
    }

    /** The last results of all trials that have one. */
    public List<TrialResult> lastResults() {
        return trials.stream().flatMap(each -> lastResult(each).stream()).toList();
    }
}
