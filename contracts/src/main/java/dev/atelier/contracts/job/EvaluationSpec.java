package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is measured on the test images, once, at the end.
 *
 * @param checkpoint the weights of the last epoch or of the best one
 * @param monitor what the best epoch is the best by; null where the weights of the last epoch are tested
 * @param mode whether more or less of it is better; null where there is no monitor
 * @param flipAverage whether the probabilities of an image and of its mirror image are averaged
 * @param shiftAverage pixels by which an image is shifted to each of four sides, the probabilities of the five, and of their
 *     mirror images where those count, being averaged; null for the image alone
 */
public record EvaluationSpec(
        TestedWeights checkpoint,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Metric monitor,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Direction mode,

        boolean flipAverage,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer shiftAverage) {

    /** What the best epoch is the best by; the accuracy on validation images where the job chooses nothing by it. */
    public Metric bestBy() {
        return Objects.requireNonNullElse(monitor, Metric.VALIDATION_ACCURACY);
    }

    /** Whether more or less of {@link #bestBy} is better. */
    public Direction direction() {
        return Objects.requireNonNullElseGet(mode, () -> bestBy().direction().orElse(Direction.MAX));
    }

    /** Which epoch's weights are tested. */
    public enum TestedWeights {
        LAST,
        BEST;

        @JsonValue
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
