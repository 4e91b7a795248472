package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.report.image.ModelReport;
import dev.atelier.results.view.study.StudyView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A study as people read it.
 *
 * @param overview the test accuracies of all variants, or of the chosen ones, with their intervals
 * @param datasets class distributions of the datasets that its jobs trained on
 */
public record StudyReport(
        StudyView.Summary study, Optional<Chart> overview, List<Chart> datasets, List<ExperimentReport> parts) {
    public StudyReport {
        datasets = List.copyOf(datasets);
        parts = List.copyOf(parts);
    }

    /** When it was submitted, in a sentence. */
    public String submitted() {
        return Sentences.submitted(study);
    }

    /** How far it has come. */
    public String lead() {
        return Sentences.lead(study);
    }

    /** How to read its tables. */
    public String figures() {
        return Sentences.FIGURES;
    }

    /** All charts, each of a name of its own. */
    public Stream<Chart> charts() {
        return Stream.of(
                        overview.stream(),
                        datasets.stream(),
                        parts.stream()
                                .flatMap(part -> Stream.concat(
                                        part.charts().stream(),
                                        part.model().stream().flatMap(model -> model.charts().stream()))))
                .flatMap(charts -> charts);
    }

    /** The images that models were surely wrong about. */
    public Stream<ModelReport.Mistake> mistakes() {
        return parts.stream().flatMap(part -> part.model().stream()).flatMap(model -> model.mistakes().stream());
    }

    /**
     * One experiment of the study.
     *
     * @param anchor distinguishes it from the other experiments of the report: {@code part-1}
     * @param objective title of the metric that chooses, where it is none that every table shows
     * @param choice by what the chosen variant was chosen, in a sentence
     * @param notes what a reader must know, in sentences
     * @param model the best variant's, or of the first of those that share the best mean, of its least seed
     */
    public record ExperimentReport(
            String anchor,
            String name,
            String description,
            Optional<String> baseline,
            Optional<String> objective,
            String choice,
            List<VariantReport> variants,
            List<String> notes,
            List<Chart> charts,
            Optional<ModelReport> model) {}
}
