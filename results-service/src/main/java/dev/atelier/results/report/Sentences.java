package dev.atelier.results.report;

import dev.atelier.contracts.metric.Direction;
import dev.atelier.results.view.study.StudyView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sentences of a report. */
final class Sentences {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Sentences() {}

    static String lead(StudyView.Summary study) {
        String ended = study.ended() == 0 ? "" : " " + study.ended() + " failed or were cancelled.";
        return "Submitted on " + DAY.format(study.acceptedAt()) + "; " + study.completed() + " of " + study.jobs()
                + " jobs completed." + ended
                + " Accuracies are in percent, ± is the sample standard deviation over seeds, brackets hold 95 % intervals.";
    }

    /** By what the chosen variant was chosen. */
    static String choice(Experiment experiment) {
        String metric = experiment.definition().objective().metric().name();
        String best = experiment.definition().objective().direction() == Direction.MAX ? "highest" : "lowest";
        return experiment
                .chosen()
                .map(variant -> experiment.variants().size() == 1
                        ? "There is only one variant."
                        : "'" + variant.name() + "' has the " + best + " mean " + metric
                                + ". The test images were not used for the choice.")
                .orElse("No variant has a result yet.");
    }

    /** @param deleted results whose files were deleted */
    static List<String> notes(List<VariantReport> variants, long deleted) {
        List<String> notes = new ArrayList<>();
        if (variants.stream().anyMatch(variant -> variant.completed() == 1)) {
            notes.add(
                    "With one seed, small differences are not significant: another seed of the same variant differs by as much.");
        }
        long reused = variants.stream().mapToLong(VariantReport::reused).sum();
        if (reused > 0) {
            notes.add(reused + (reused == 1 ? " result was" : " results were") + " reused from earlier submissions.");
        }
        if (deleted > 0) {
            notes.add("The files of " + deleted + (deleted == 1 ? " result" : " results")
                    + " were deleted, so their variants have no intervals over test images.");
        }
        variants.forEach(variant -> variant.failures().stream()
                .map(reason -> "'" + variant.name() + "' has no result: " + reason)
                .forEach(notes::add));
        return notes;
    }
}
