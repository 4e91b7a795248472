package dev.atelier.contracts.event;

import dev.atelier.contracts.json.ZeroIfAbsent;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A job has its result.
 *
 * @param epochs epochs trained; fewer than requested where the job stopped early
 * @param bestEpoch the best by the metric that the job's evaluation monitors, or else by the accuracy on validation images
 * @param testedEpoch the epoch whose weights were tested
 * @param test the result on the test images
 * @param model the weights
 * @param artifacts files of the result, the model among them
 * @param seconds from the first start to the end, by the epochs' own durations
 */
public record JobCompleted(
        String job,
        @ZeroIfAbsent int round,
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
     * @param metrics by name, such as {@code test.accuracy}, where they are finite; in events written before there were any the
     *     three before
     * @param confusion counts, {@code [true class][predicted class]}
     * @param classes precision, recall and count by class
     * @param reliability the bins of the calibration error from the least confident to the most; empty in events written
     *     before there were any, and where a number is not finite, as of trainings that diverged before that made jobs fail;
     *     like {@code mistakes}
     * @param mistakes at most {@value #MISTAKES} images whose class was missed with the greatest confidence, that first
     */
    public record TestResult(
            double accuracy,
            double loss,
            double calibrationError,
            SortedMap<String, Double> metrics,
            List<List<Integer>> confusion,
            List<ClassScore> classes,
            List<ReliabilityBin> reliability,
            List<Mistake> mistakes) {
        /** How many mistakes an event holds. */
        public static final int MISTAKES = 25;

        public TestResult(
                double accuracy,
                double loss,
                double calibrationError,
                @Nullable SortedMap<String, Double> metrics,
                List<List<Integer>> confusion,
                List<ClassScore> classes,
                @Nullable List<ReliabilityBin> reliability,
                @Nullable List<Mistake> mistakes) {
            this.accuracy = accuracy;
            this.loss = loss;
            this.calibrationError = calibrationError;
            this.metrics = MetricValues.of(
                    metrics,
                    Map.of(
                            Metric.of(Split.TEST, Figure.ACCURACY), accuracy,
                            Metric.of(Split.TEST, Figure.LOSS), loss,
                            Metric.of(Split.TEST, Figure.CALIBRATION_ERROR), calibrationError));
            this.confusion = List.copyOf(confusion);
            this.classes = List.copyOf(classes);
            this.reliability = finite(reliability, ReliabilityBin::confidence);
            this.mistakes = finite(mistakes, Mistake::probability);
        }

        private static <T> List<T> finite(@Nullable List<T> all, ToDoubleFunction<T> number) {
            return all == null || all.stream().anyMatch(each -> !Double.isFinite(number.applyAsDouble(each)))
                    ? List.of()
                    : List.copyOf(all);
        }
    }

    /**
     * The images predicted with about one confidence, the probability of the predicted class.
     *
     * @param confidence mean over the images; 0 where there are none, like {@code accuracy}
     * @param accuracy the part of the images whose class was predicted
     */
    public record ReliabilityBin(int count, double confidence, double accuracy) {}

    /**
     * A test image whose class was missed.
     *
     * @param image its place in the dataset's test images, from 0
     * @param label its true class
     * @param predicted the class predicted instead
     * @param probability of the predicted class
     */
    public record Mistake(int image, int label, int predicted, double probability) {}

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
