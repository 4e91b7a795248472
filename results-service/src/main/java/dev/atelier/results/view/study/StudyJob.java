package dev.atelier.results.view.study;

import dev.atelier.contracts.lifecycle.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job of a study with its progress. Accuracies are fractions from 0 to 1.
 *
 * @param number in the order of the study
 * @param experiment name of the study that declares it
 * @param epoch the latest completed epoch; 0 for none
 * @param epochs epochs requested; empty where the job itself is not known yet
 * @param epochSeconds of the latest epoch
 * @param validationAccuracy of the latest epoch
 * @param trainingSeconds of a completed job
 * @param files names of the files of its result that can be downloaded
 */
public record StudyJob(
        int number,
        String experiment,
        String variant,
        long seed,
        String family,
        String job,
        JobState state,
        int epoch,
        Optional<Integer> epochs,
        Optional<Double> epochSeconds,
        Optional<Double> validationAccuracy,
        Optional<Double> testAccuracy,
        Optional<Double> trainingSeconds,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        List<String> files) {

    /** Whether there is a file of this name to download. */
    public boolean has(String file) {
        return files.contains(file);
    }

    /** How long it took from its start to its end, in seconds. */
    public Optional<Double> seconds() {
        return startedAt.flatMap(
                start -> endedAt.map(end -> Duration.between(start, end).toMillis() / 1000.0));
    }
}
