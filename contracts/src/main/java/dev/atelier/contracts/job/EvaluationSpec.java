package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What is measured on the test images, once, at the end.
 *
 * @param checkpoint the weights of the last epoch or of the best one
 * @param monitor what the best epoch is the best by
 * @param flipAverage whether the probabilities of an image and of its mirror image are averaged
 */
public record EvaluationSpec(Checkpoint checkpoint, Metric monitor, Direction mode, boolean flipAverage) {

    /** Which epoch's weights are tested. */
    public enum Checkpoint {
        LAST,
        BEST;

        @JsonValue
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
