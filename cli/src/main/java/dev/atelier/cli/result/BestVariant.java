package dev.atelier.cli.result;

import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Choice;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.List;
import java.util.Optional;

/** The best variants of a study as the results-service chose them, in words. */
public final class BestVariant {
    private static final Metric TEST_ACCURACY = Metric.of(Split.TEST, Figure.ACCURACY);
    private static final String NONE = "-";

    private BestVariant() {}

    /** The names of the best variants in a cell: a dash where fewer than two were measured. */
    static String label(StudyResponse study) {
        return study.choices().size() == 1
                ? label(study.choices().getFirst())
                : study.choices().stream()
                        .filter(choice -> choice.measured() > 1)
                        .map(choice -> choice.experiment() + ": " + label(choice))
                        .reduce((first, second) -> first + "; " + second)
                        .orElse(NONE);
    }

    private static String label(Choice choice) {
        return choice.measured() < 2 ? NONE : choice.isTie() ? "all equal" : String.join(", ", choice.best());
    }

    /** The mean of the best variant; a dash where nothing was measured, or variants of several studies were. */
    static String figure(StudyResponse study) {
        return study.choices().size() != 1
                ? NONE
                : best(study, study.choices().getFirst()).map(BestVariant::mean).orElse(NONE);
    }

    /** A sentence for each choice between variants of which at least two were measured. */
    public static List<String> sentences(StudyResponse study) {
        return study.choices().stream()
                .filter(choice -> choice.measured() > 1)
                .map(choice -> (study.hasSeveralExperiments() ? choice.experiment() + ": " : "")
                        + sentence(study, choice, best(study, choice).orElseThrow()))
                .toList();
    }

    private static String sentence(StudyResponse study, Choice choice, Variant best) {
        String seeds = seeds(choice);
        if (choice.isTie()) {
            return "No variant is better than another: all " + choice.measured() + " have the same mean "
                    + choice.objective().title() + seeds;
        }
        String test = choice.best().size() > 1 || best.mean().testAccuracy() == null
                ? ""
                : ", " + TEST_ACCURACY.title() + " "
                        + MetricText.mean(
                                TEST_ACCURACY,
                                best.mean().testAccuracy(),
                                best.standardDeviation().testAccuracy());
        int missing = study.variants().stream()
                .filter(variant -> variant.experiment().equals(choice.experiment()))
                .mapToInt(variant -> variant.jobs() - variant.counted())
                .sum();
        return "Best of " + Counted.of(choice.measured(), "variant") + seeds + ": " + String.join(", ", choice.best())
                + ", with "
                + choice.objective().title() + " " + mean(best) + test
                + (missing == 0
                        ? ""
                        : " (without " + Counted.of(missing, "job") + (missing == 1 ? " that has" : " that have")
                                + " no result of " + (missing == 1 ? "its" : "their") + " own)");
    }

    /** Over which seeds the means are that decide, where that is not all of each. */
    private static String seeds(Choice choice) {
        if (choice.sameSeeds()) {
            return "";
        }
        return switch (choice.commonSeeds()) {
            case 0 -> ", each on its own seeds";
            case 1 -> " on the one seed that all have";
            default -> " on the " + choice.commonSeeds() + " seeds that all have";
        };
    }

    private static String mean(Variant variant) {
        return MetricText.mean(
                variant.objective(),
                variant.mean().objective(),
                variant.standardDeviation().objective());
    }

    private static Optional<Variant> best(StudyResponse study, Choice choice) {
        return study.variants().stream()
                .filter(variant -> variant.experiment().equals(choice.experiment())
                        && choice.best().contains(variant.variant()))
                .findFirst();
    }
}
