package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is measured on the test images, once, at the end.
 *
 * @param checkpoint the weights of the last epoch or of the best one
 * @param monitor what the best epoch is the best by
 * @param flipAverage whether the probabilities of an image and of its mirror image are averaged
 * @param shiftAverage pixels by which an image is shifted to each of four sides, the probabilities of the five, and of their
 *     mirror images where those count, being averaged; null for the image alone
 */
public record EvaluationSpec(
        TestedWeights checkpoint,
        Metric monitor,
        Direction mode,
        boolean flipAverage,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer shiftAverage) {

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
