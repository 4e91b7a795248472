package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * How a job trains.
 *
 * @param l1 λ of L1 regularisation: λ/batch · sign(W) is added to the gradients of weights, not of biases
 * @param l2 λ of L2 regularisation: λ/batch · W is added in the same way
 * @param labelSmoothing probability mass spread evenly over all classes
 * @param gradientClipNorm largest global L2 norm of the gradients; null does not clip
 * @param emaDecay decay of the exponential moving average of the weights, which is then what is evaluated; null for none
 * @param earlyStopping when to stop before the last epoch; null never
 */
public record TrainingSpec(
        int epochs,
        int batchSize,
        OptimizerSpec optimizer,
        Schedule schedule,
        double l1,
        double l2,
        double labelSmoothing,
        @Nullable Double gradientClipNorm,
        @Nullable Double emaDecay,
        @Nullable EarlyStopping earlyStopping) {

    /** Whether a job with more epochs begins with the same ones: no learning rate depends on how many there are. */
    @JsonIgnore
    public boolean isExtensible() {
        return schedule instanceof Constant;
    }

    /** The factor on the learning rate, by step. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Constant.class, name = "constant"),
        @JsonSubTypes.Type(value = Cosine.class, name = "cosine"),
        @JsonSubTypes.Type(value = OneCycle.class, name = "oneCycle")
    })
    public sealed interface Schedule {}

    /** The same learning rate throughout. */
    public record Constant() implements Schedule {}

    /**
     * Half a cosine from the learning rate down to a fraction of it.
     *
     * @param warmupEpochs epochs, fractions allowed, of linear rise from 0 before it
     * @param finalFraction the learning rate at the end, as a fraction of the start's
     */
    public record Cosine(double warmupEpochs, double finalFraction) implements Schedule {}

    /**
     * Up and down once, as PyTorch's OneCycleLR with cosine annealing; the optimizer's learning rate is the peak.
     *
     * @param peakAt fraction of all steps spent rising
     * @param startDivisor the peak over the first learning rate
     * @param finalDivisor the first learning rate over the last
     */
    public record OneCycle(double peakAt, double startDivisor, double finalDivisor) implements Schedule {}

    /**
     * Stops when the monitored metric has not improved for a while.
     *
     * @param patience number of consecutive epochs with no improvement that are allowed; training stops at the next one
     * @param minDelta improvements up to this size do not count
     */
    public record EarlyStopping(Metric monitor, Direction mode, int patience, double minDelta) {}
}
