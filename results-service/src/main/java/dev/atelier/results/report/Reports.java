package dev.atelier.results.report;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.report.image.DatasetReports;
import dev.atelier.results.report.image.ImageIntervals;
import dev.atelier.results.report.image.ModelReport;
import dev.atelier.results.report.image.Models;
import dev.atelier.results.statistics.Comparison;
import dev.atelier.results.statistics.Comparisons;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Makes reports of studies. */
@Singleton
public final class Reports {
    private static final int MOST_ESTIMATES = 60;
    /** Metrics of which every table of variants has a column. */
    private static final Set<Metric> SHOWN =
            Set.of(Metric.VALIDATION_ACCURACY, Metric.of(Split.TRAIN, Figure.ACCURACY));

    private final ReportReader reader;
    private final ImageIntervals intervals;
    private final Models models;

    Reports(ReportReader reader, ImageIntervals intervals, Models models) {
        this.reader = reader;
        this.intervals = intervals;
        this.models = models;
    }

    public Optional<StudyReport> find(String study) {
        return reader.find(study).map(read -> {
            List<StudyReport.ExperimentReport> parts = read.experiments().stream()
                    .map(experiment -> part(experiment, read.datasets()))
                    .toList();
            return new StudyReport(read.study(), overview(parts), distributions(read), parts);
        });
    }

    private StudyReport.ExperimentReport part(Experiment experiment, Map<String, DatasetManifest> datasets) {
        Optional<Experiment.Variant> chosen = experiment.chosen();
        Map<String, Comparison> compared = compared(experiment);
        List<VariantReport> variants = experiment.variants().stream()
                .map(variant -> VariantReport.of(
                        variant,
                        experiment.definition().objective().metric(),
                        experiment.variants().size() > 1
                                && chosen.filter(best -> best == variant).isPresent(),
                        intervals.of(variant.jobs()),
                        Optional.ofNullable(compared.get(variant.name()))))
                .toList();
        long deleted = experiment.variants().stream()
                .flatMap(variant -> variant.jobs().stream())
                .filter(job -> job.job().files().deletion().isPresent())
                .count();
        return new StudyReport.ExperimentReport(
                experiment.name(),
                experiment.definition().description(),
                Optional.ofNullable(experiment.definition().baseline()),
                Optional.of(experiment.definition().objective().metric())
                        .filter(metric -> !SHOWN.contains(metric))
                        .map(Metric::title),
                Sentences.choice(experiment),
                variants,
                Sentences.notes(variants, deleted),
                ExperimentCharts.of(experiment),
                chosen.flatMap(variant -> model(experiment, variant, datasets)));
    }

    /** The variants beside the baseline, where it has a result. */
    private static Map<String, Comparison> compared(Experiment experiment) {
        Map<String, SortedMap<Long, Double>> accuracies = new LinkedHashMap<>();
        for (Experiment.Variant variant : experiment.variants()) {
            SortedMap<Long, Double> bySeed = variant.testAccuracies();
            if (!bySeed.isEmpty()) {
                accuracies.put(variant.name(), bySeed);
            }
        }
        return Optional.ofNullable(experiment.definition().baseline())
                .filter(accuracies::containsKey)
                .map(baseline -> Comparisons.with(baseline, accuracies))
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(Comparison::variant, comparison -> comparison));
    }

    private Optional<ModelReport> model(
            Experiment experiment, Experiment.Variant variant, Map<String, DatasetManifest> datasets) {
        return variant.jobs().stream()
                .filter(job -> job.job().result().isPresent())
                .min(Comparator.comparingLong(job -> job.job().request().seed()))
                .flatMap(job -> models.of(experiment.name(), variant.name(), job, datasets));
    }

    /** Of every variant, or where they are too many for one picture, of the chosen one of each experiment. */
    private static Optional<Chart> overview(List<StudyReport.ExperimentReport> parts) {
        List<Bars.Estimate> all = estimates(parts, false);
        boolean fits = all.size() <= MOST_ESTIMATES;
        List<Bars.Estimate> drawn = fits ? all : estimates(parts, true);
        return drawn.size() < 2
                ? Optional.empty()
                : Optional.of(Bars.estimates(
                        "overview",
                        fits ? "Test accuracy of every variant" : "Test accuracy of each experiment's chosen variant",
                        "Dots are means over the seeds; lines are the 95 % intervals of the means, where there are several "
                                + "seeds."
                                + (fits ? "" : " The table holds all " + all.size() + " variants."),
                        "test accuracy, %",
                        drawn));
    }

    private static List<Bars.Estimate> estimates(List<StudyReport.ExperimentReport> parts, boolean chosenOnly) {
        List<Bars.Estimate> estimates = new ArrayList<>();
        for (StudyReport.ExperimentReport part : parts) {
            String prefix = parts.size() == 1 ? "" : part.name() + ": ";
            part.variants().stream()
                    .filter(variant ->
                            !chosenOnly || variant.chosen() || part.variants().size() == 1)
                    .forEach(variant -> variant.test()
                            .ifPresent(test -> estimates.add(
                                    new Bars.Estimate(prefix + variant.name(), test.mean(), test.interval()))));
        }
        return estimates;
    }

    /** How the images of each dataset that was trained on are distributed. */
    private static List<Chart> distributions(ReportReader.Read read) {
        return read.experiments().stream()
                .flatMap(experiment -> experiment.variants().stream())
                .flatMap(variant -> variant.jobs().stream())
                .flatMap(job -> job.job().queueing().stream())
                .map(JobRow.Queueing::datasetKey)
                .distinct()
                .sorted()
                .flatMap(key -> Optional.ofNullable(read.datasets().get(key)).stream())
                .map(DatasetReports::distribution)
                .toList();
    }
}
