package dev.atelier.cli.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A study as the results-service tells of it. */
public record Study(String id, String name, List<Variant> variants) {
    public Study {
        variants = List.copyOf(variants);
    }

    /** A variant over its seeds. */
    public record Variant(
            String experiment,
            String variant,
            int jobs,
            int completed,
            Metrics mean,
            Metrics standardDeviation,
            @Nullable Published published) {}

    /** Fractions from 0 to 1; null where nothing was measured. */
    public record Metrics(
            @Nullable Double testAccuracy,
            @Nullable Double testLoss,
            @Nullable Double validationAccuracy,
            @Nullable Double trainAccuracy) {}

    /** What others published, in percent, and whether it was reproduced; null until all jobs have completed. */
    public record Published(
            String metric,
            List<Double> values,
            double tolerance,
            @Nullable Boolean reproduced) {
        public Published {
            values = List.copyOf(values);
        }
    }
}
