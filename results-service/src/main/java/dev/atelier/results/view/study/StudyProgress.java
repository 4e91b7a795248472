package dev.atelier.results.view.study;

import java.util.Optional;

/**
 * How far a study has come.
 *
 * @param epochs those that are trained, and those that its open jobs have yet to train at most
 * @param epochsDone those that are trained
 * @param secondsLeft an estimate, by what epochs took and as many jobs at once as run now, without what is paused; empty where
 *     nothing is left, or of
 *     a family that waits or trains no epoch is known
 */
public record StudyProgress(
        long epochs,
        long epochsDone,
        int queued,
        int running,
        int paused,
        int completed,
        int failed,
        int cancelled,
        Optional<Double> secondsLeft) {}
