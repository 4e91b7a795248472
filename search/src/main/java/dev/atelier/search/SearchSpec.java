package dev.atelier.search;

import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.space.SearchSpace;
import java.util.OptionalLong;

/**
 * What is to be searched, and how.
 *
 * @param trials the most trials, at most as many as the space has configurations; fewer begin if the epochs do not suffice
 * @param seed of all random numbers of the search
 * @param eta one trial in so many continues from a rung, at least 2
 * @param minEpochs epochs of the first rung
 * @param maxEpochs epochs of a complete training: the job's own, by which its learning rate is scheduled from the start
 * @param parallel the most trials that are trained at the same time. With {@link Sampling#TPE} and a synchronous schedule it decides
 *     which results a trial is chosen from, whatever the number of workers
 * @param seeds how many trainings a trial has; its value is their mean
 * @param epochs the most epochs of all trials together, those of all seeds counted; none if empty
 * @param direction whether more or less of the objective is better
 */
public record SearchSpec(
        TrialSchedule schedule,
        Sampling sampling,
        SearchSpace space,
        int trials,
        long seed,
        int eta,
        int minEpochs,
        int maxEpochs,
        int parallel,
        int seeds,
        OptionalLong epochs,
        Direction direction) {
    /** The reduction that both papers recommend, and Optuna's, Ray's and Syne Tune's default is near. */
    public static final int DEFAULT_ETA = 3;

    public SearchSpec {
        requireAtLeast("trials", trials, 1);
        trials = space.isCountable() ? space.configurations(trials).size() : trials;
        requireAtLeast("eta", eta, 2);
        requireAtLeast("minEpochs", minEpochs, 1);
        requireAtLeast("maxEpochs", maxEpochs, minEpochs);
        requireAtLeast("parallel", parallel, 1);
        requireAtLeast("seeds", seeds, 1);
        epochs.ifPresent(most -> requireAtLeast("budget.epochs", most, 1));
    }

    private static void requireAtLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + "; expected at least " + least);
        }
    }

    /** Whether so many epochs of one trial, with all its seeds, fit beside those already requested. */
    public boolean allows(long requested, long more) {
        return epochs.isEmpty() || requested + more * seeds <= epochs.getAsLong();
    }
}
