package dev.atelier.cli.result;

import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The variant of a study with the best mean of the metric that the study chooses by; all that share it are named. */
public final class BestVariant {
    private static final Metric TEST_ACCURACY = Metric.of(Split.TEST, Figure.ACCURACY);

    private BestVariant() {}

    /** The names of the best variants; none where nothing was measured. */
    public static List<String> names(StudyResponse study) {
        return best(study).stream().map(variant -> name(study, variant)).toList();
    }

    /** The names of the best variants in a cell: a dash where fewer than two were measured. */
    static String label(StudyResponse study) {
        List<Variant> measured = measured(study);
        return measured.size() < 2
                ? "-"
                : best(study).size() == measured.size() ? "all equal" : String.join(", ", names(study));
    }

    /** The mean that they share; a dash where nothing was measured. */
    public static String figure(StudyResponse study) {
        return best(study).stream()
                .findFirst()
                .map(variant -> mean(study, variant))
                .orElse(MetricText.of(study.objective(), null));
    }

    /** A sentence, where the study compares variants and anything was measured of at least two. */
    public static Optional<String> sentence(StudyResponse study) {
        List<Variant> best = best(study);
        List<Variant> measured = measured(study);
        if (measured.size() < 2) {
            return Optional.empty();
        }
        Variant first = best.getFirst();
        String figures = study.objective().title() + " " + mean(study, first);
        if (best.size() == measured.size()) {
            return Optional.of("No variant is better than another: all have a " + figures);
        }
        String test = best.size() > 1 || first.mean().testAccuracy() == null
                ? ""
                : ", " + TEST_ACCURACY.title() + " "
                        + MetricText.mean(
                                TEST_ACCURACY,
                                first.mean().testAccuracy(),
                                first.standardDeviation().testAccuracy());
        int missing = study.variants().stream()
                .mapToInt(variant -> variant.jobs() - variant.completed())
                .sum();
        return Optional.of("Best of " + measured.size() + " variants: " + String.join(", ", names(study)) + ", with "
                + figures + test
                + (missing == 0
                        ? ""
                        : " (without " + missing + (missing == 1 ? " job that has" : " jobs that have")
                                + " no result)"));
    }

    private static String mean(StudyResponse study, Variant variant) {
        return MetricText.mean(
                study.objective(),
                variant.mean().objective(),
                variant.standardDeviation().objective());
    }

    private static List<Variant> measured(StudyResponse study) {
        return study.variants().stream()
                .filter(variant -> variant.mean().objective() != null)
                .toList();
    }

    private static List<Variant> best(StudyResponse study) {
        List<Variant> measured = measured(study);
        Comparator<Double> order = study.isMinimized() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Optional<Double> best = measured.stream()
                .map(variant -> Objects.requireNonNull(variant.mean().objective()))
                .max(order);
        return measured.stream()
                .filter(variant -> best.filter(
                                value -> value.equals(variant.mean().objective()))
                        .isPresent())
                .toList();
    }

    private static String name(StudyResponse study, Variant variant) {
        boolean experiments =
                study.variants().stream().map(Variant::experiment).distinct().count() > 1;
        return (experiments ? variant.experiment() + " " : "") + variant.variant();
    }
}
