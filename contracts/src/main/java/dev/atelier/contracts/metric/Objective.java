package dev.atelier.contracts.metric;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What variants are chosen by.
 *
 * @param metric by default the accuracy on validation images
 * @param direction by default that in which the metric gets better, {@link Direction#MAX} where that is not known
 */
public record Objective(
        Metric metric,
        @JsonSerialize(converter = Direction.Verb.class) Direction direction) {
    /** The accuracy on validation images. */
    public static final Objective DEFAULT = new Objective(null, null);

    public Objective(@Nullable Metric metric, @Nullable Direction direction) {
        this.metric = Objects.requireNonNullElse(metric, Metric.VALIDATION_ACCURACY);
        this.direction = Objects.requireNonNullElseGet(
                direction, () -> this.metric.direction().orElse(Direction.MAX));
    }
}
