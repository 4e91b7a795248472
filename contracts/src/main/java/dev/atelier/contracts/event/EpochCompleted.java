package dev.atelier.contracts.event;

import dev.atelier.contracts.json.ZeroIfAbsent;
import dev.atelier.contracts.message.Completeness;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An epoch is trained, evaluated on validation images and held by a checkpoint.
 *
 * @param run the run that publishes it
 * @param trainedBy the run that trained it: another one's where the run resumed from a checkpoint
 * @param epoch from 1
 * @param epochs epochs that the job requests
 * @param train also among the metrics, like {@code validation}
 * @param metrics by name, such as {@code validation.accuracy}, where they are finite; in events written before there were any
 *     those of {@code train} and {@code validation}
 * @param learningRate of the epoch's last step
 * @param samplesPerSecond training samples over the training time
 * @param seconds the whole epoch, validation and checkpoint included
 * @param gradientNorm mean over the steps of the gradients' global L2 norm
 * @param dataWaitShare share of the training time spent waiting for batches, from 0 to 1
 * @param peakMemoryBytes most memory in use so far, heap and native
 * @param time when the epoch was first completed
 */
public record EpochCompleted(
        String job,
        @ZeroIfAbsent int round,
        String run,
        String trainedBy,
        int epoch,
        int epochs,
        Score train,
        Score validation,
        SortedMap<String, Double> metrics,
        double learningRate,
        double samplesPerSecond,
        double seconds,
        double gradientNorm,
        double dataWaitShare,
        long peakMemoryBytes,
        Instant time)
        implements RunEvent {
    private static final Metric TRAIN_LOSS = Metric.of(Split.TRAIN, Figure.LOSS);
    private static final Metric TRAIN_ACCURACY = Metric.of(Split.TRAIN, Figure.ACCURACY);
    private static final Metric VALIDATION_LOSS = Metric.of(Split.VALIDATION, Figure.LOSS);
    private static final Metric VALIDATION_ACCURACY = Metric.of(Split.VALIDATION, Figure.ACCURACY);

    public EpochCompleted {
        metrics = MetricValues.of(metrics, values(train, validation));
    }

    @Override
    public String id() {
        return job + "/" + run + "/epoch/" + epoch;
    }

    /** The same epoch as another run publishes it, which resumes from its checkpoint. */
    public EpochCompleted publishedBy(int otherRound, String otherRun) {
        return new EpochCompleted(
                job,
                otherRound,
                otherRun,
                trainedBy,
                epoch,
                epochs,
                train,
                validation,
                metrics,
                learningRate,
                samplesPerSecond,
                seconds,
                gradientNorm,
                dataWaitShare,
                peakMemoryBytes,
                time);
    }

    /** The same epoch of a longer job, which begins as its own does. */
    public EpochCompleted continuedBy(String longer, int requested) {
        return new EpochCompleted(
                longer,
                round,
                run,
                trainedBy,
                epoch,
                requested,
                train,
                validation,
                metrics,
                learningRate,
                samplesPerSecond,
                seconds,
                gradientNorm,
                dataWaitShare,
                peakMemoryBytes,
                time);
    }

    /** The value of a metric in this epoch; empty where it has none, or none that is finite. */
    public OptionalDouble value(Metric metric) {
        @Nullable Double value = metrics.get(metric.name());
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * How well a set of images is classified.
     *
     * @param loss mean cross-entropy in nats
     * @param accuracy from 0 to 1
     */
    public record Score(double loss, double accuracy) {}

    /** Either may be missing in a message; {@link Completeness} reports it. */
    private static Map<Metric, Double> values(@Nullable Score train, @Nullable Score validation) {
        Map<Metric, Double> values = new HashMap<>();
        if (train != null) {
            values.put(TRAIN_LOSS, train.loss());
            values.put(TRAIN_ACCURACY, train.accuracy());
        }
        if (validation != null) {
            values.put(VALIDATION_LOSS, validation.loss());
            values.put(VALIDATION_ACCURACY, validation.accuracy());
        }
        return values;
    }
}
