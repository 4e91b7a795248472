package dev.atelier.results.report;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.report.image.DatasetReports;
import dev.atelier.results.report.image.ImageIntervals;
import dev.atelier.results.report.image.ModelReport;
import dev.atelier.results.report.image.Models;
import dev.atelier.results.report.search.SearchReport;
import dev.atelier.results.statistics.Comparison;
import dev.atelier.results.statistics.Comparisons;
import dev.atelier.results.statistics.Interval;
import dev.atelier.results.statistics.Ranking;
import dev.atelier.results.view.search.SearchReader;
import dev.atelier.results.view.search.SearchView;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    private final SearchReader searches;

    Reports(ReportReader reader, ImageIntervals intervals, Models models, SearchReader searches) {
        this.reader = reader;
        this.intervals = intervals;
        this.models = models;
        this.searches = searches;
    }

    public Optional<StudyReport> find(String study) {
        return reader.find(study).map(read -> {
            List<StudyReport.ExperimentReport> parts = read.experiments().stream()
                    .map(experiment -> part(experiment, read.datasets()))
                    .toList();
            List<StudyReport.ConfigurationReport> configurations =
                    StudyReport.ConfigurationReport.all(read.experiments(), parts);
            return new StudyReport(
                    read.study(),
                    overview(configurations, parts.size() > 1),
                    distributions(read),
                    parts,
                    configurations,
                    searches.find(study).map(Reports::search));
        });
    }

    private static SearchReport search(SearchView search) {
        return SearchReport.of(search, Measured.axis(new Metric(search.objective())));
    }

    private StudyReport.ExperimentReport part(Experiment experiment, Map<String, DatasetManifest> datasets) {
        Ranking ranking = experiment.ranking();
        Map<String, Comparison> compared = compared(experiment);
        List<VariantReport> variants = experiment.variants().stream()
                .map(variant -> VariantReport.of(
                        variant,
                        experiment.definition().objective().metric(),
                        isChosen(experiment, ranking, variant.name()),
                        imageInterval(variant),
                        Optional.ofNullable(compared.get(variant.name()))))
                .toList();
        long deleted = experiment.variants().stream()
                .flatMap(variant -> variant.jobs().stream())
                .filter(job -> job.job().files().deletion().isPresent())
                .count();
        return new StudyReport.ExperimentReport(
                experiment.anchor(),
                experiment.name(),
                experiment.definition().description(),
                Optional.ofNullable(experiment.definition().baseline()),
                Optional.of(experiment.definition().objective().metric())
                        .filter(metric -> !SHOWN.contains(metric))
                        .map(Metric::title),
                Sentences.choice(experiment, ranking),
                variants,
                Sentences.notes(experiment, variants, deleted),
                ExperimentCharts.of(experiment),
                experiment.variants().stream()
                        .filter(variant -> ranking.best().contains(variant.name()))
                        .findFirst()
                        .flatMap(variant -> model(experiment, variant, datasets)));
    }

    /** Where nothing differs, none is chosen. */
    private static boolean isChosen(Experiment experiment, Ranking ranking, String variant) {
        return experiment.variants().size() > 1
                && !ranking.isTie()
                && ranking.best().contains(variant);
    }

    /** One seed carries no interval of any kind. */
    private Optional<Interval> imageInterval(Experiment.Variant variant) {
        List<JobHistory> counted = variant.counted();
        return counted.size() < 2 ? Optional.empty() : intervals.of(counted);
    }

    /** The variants beside the baseline, where it has a result; in a grid each beside the baseline at the same values. */
    private static Map<String, Comparison> compared(Experiment experiment) {
        String baseline = experiment.definition().baseline();
        if (baseline == null) {
            return Map.of();
        }
        Map<String, SequencedMap<String, SortedMap<Long, Double>>> byValues = new LinkedHashMap<>();
        for (Experiment.Variant variant : experiment.variants()) {
            SortedMap<Long, Double> bySeed = variant.bySeed(Measured::testAccuracy);
            if (!bySeed.isEmpty()) {
                String values = variant.name()
                        .substring(experiment.declared(variant.name()).length());
                byValues.computeIfAbsent(values, key -> new LinkedHashMap<>()).put(variant.name(), bySeed);
            }
        }
        return byValues.entrySet().stream()
                .filter(entry -> entry.getValue().containsKey(baseline + entry.getKey()))
                .flatMap(entry -> Comparisons.with(baseline + entry.getKey(), entry.getValue()).stream())
                .collect(Collectors.toMap(Comparison::variant, comparison -> comparison));
    }

    private Optional<ModelReport> model(
            Experiment experiment, Experiment.Variant variant, Map<String, DatasetManifest> datasets) {
        return variant.counted().stream()
                .findFirst()
                .flatMap(job -> models.of(experiment.anchor(), variant.name(), job, datasets));
    }

    /** Of every configuration, or where they are too many for one picture, of the chosen ones of each experiment. */
    private static Optional<Chart> overview(List<StudyReport.ConfigurationReport> configurations, boolean isOfSeveral) {
        List<Bars.Estimate> all = estimates(configurations, isOfSeveral);
        boolean fits = all.size() <= MOST_ESTIMATES;
        List<Bars.Estimate> drawn = fits
                ? all
                : estimates(
                        configurations.stream()
                                .filter(each -> each.variants().stream()
                                        .anyMatch(StudyReport.ConfigurationReport.Variant::isChosen))
                                .toList(),
                        isOfSeveral);
        if (drawn.size() < 2) {
            return Optional.empty();
        }
        String listed =
                configurations.stream().allMatch(each -> each.variants().size() == 1) ? "variant" : "configuration";
        return Optional.of(Bars.estimates(
                "overview",
                fits
                        ? "Test accuracy of every " + listed
                        : "Test accuracy of the chosen " + listed + "s of each experiment",
                "Dots are means over the seeds; lines are the 95 % intervals of the means, where there are several seeds."
                        + (fits ? "" : " The table holds all " + Counted.of(configurations.size(), listed) + "."),
                Quantity.fraction("test accuracy, %"),
                drawn));
    }

    private static List<Bars.Estimate> estimates(
            List<StudyReport.ConfigurationReport> configurations, boolean isOfSeveral) {
        List<Bars.Estimate> estimates = new ArrayList<>();
        configurations.forEach(each -> each.test()
                .ifPresent(test ->
                        estimates.add(new Bars.Estimate(label(each, isOfSeveral), test.mean(), test.interval()))));
        return estimates;
    }

    private static String label(StudyReport.ConfigurationReport configuration, boolean isOfSeveral) {
        return configuration.variants().stream()
                .map(variant -> (isOfSeveral ? variant.experiment().name() + ": " : "")
                        + variant.report().name())
                .collect(Collectors.joining("; "));
    }

    /** How the images of each dataset that was trained on are distributed. */
    private static List<Chart> distributions(ReportReader.Read read) {
        List<DatasetManifest> datasets = read.experiments().stream()
                .flatMap(experiment -> experiment.variants().stream())
                .flatMap(variant -> variant.jobs().stream())
                .flatMap(job -> job.job().queueing().stream())
                .map(JobRow.Queueing::datasetKey)
                .distinct()
                .sorted()
                .flatMap(key -> Optional.ofNullable(read.datasets().get(key)).stream())
                .toList();
        return IntStream.range(0, datasets.size())
                .mapToObj(i -> DatasetReports.distribution("dataset-" + (i + 1), datasets.get(i)))
                .toList();
    }
}
