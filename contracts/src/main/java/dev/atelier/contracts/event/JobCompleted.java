package dev.atelier.contracts.event;

import java.time.Instant;
import java.util.List;

/**
 * A job has its result.
 *
 * @param epochs epochs trained; fewer than asked for where the job stopped early
 * @param bestEpoch the best by the job's monitored metric
 * @param testedEpoch the epoch whose weights were tested
 * @param test what the test images say
 * @param model the weights
 * @param artifacts files of the result, the model among them
 * @param seconds from the first start to the end, by the epochs' own durations
 */
public record JobCompleted(
        String job,
        String run,
        int epochs,
        int bestEpoch,
        int testedEpoch,
        TestResult test,
        Model model,
        List<Artifact> artifacts,
        double seconds,
        Instant time)
        implements RunEvent {
    public JobCompleted {
        artifacts = List.copyOf(artifacts);
    }

    @Override
    public String id() {
        return job + "/" + run + "/completed";
    }

    /**
     * @param loss mean negative log likelihood in nats
     * @param calibrationError expected calibration error, 15 bins of equal width
     * @param confusion counts, {@code [true class][predicted class]}
     * @param classes precision, recall and count by class
     */
    public record TestResult(
            double accuracy,
            double loss,
            double calibrationError,
            List<List<Integer>> confusion,
            List<ClassScore> classes) {}

    /** How one class fares; {@code precision} and {@code recall} are 0 where nothing was predicted or is there. */
    public record ClassScore(String name, int count, double precision, double recall) {}

    /**
     * @param path where the file lies, as a URI or a path below the artefact store
     * @param sha256 digest of the weights' bytes, names and shapes
     * @param parameters trainable numbers
     */
    public record Model(String path, String sha256, long parameters) {}

    /** A file of the result, downloadable by its name. */
    public record Artifact(String name, String path, String sha256, long bytes) {}
}
