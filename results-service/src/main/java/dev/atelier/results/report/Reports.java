package dev.atelier.results.report;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.results.artifact.ArtifactFolder;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.prediction.Predictions;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.statistics.Comparison;
import dev.atelier.results.statistics.Comparisons;
import dev.atelier.results.statistics.ImageBootstrap;
import dev.atelier.results.statistics.Interval;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes reports of studies. */
@Singleton
public final class Reports {
    private static final Logger LOG = Logger.getLogger(Reports.class);
    private static final String PREDICTIONS = "predictions.safetensors";
    private static final int MOST_ESTIMATES = 60;

    private final ReportReader reader;
    private final ArtifactFolder artifacts;
    private final Models models;

    Reports(ReportReader reader, ArtifactFolder artifacts, Models models) {
        this.reader = reader;
        this.artifacts = artifacts;
        this.models = models;
    }

    public Optional<StudyReport> find(String study) {
        return reader.find(study).map(read -> {
            List<StudyReport.Part> parts = read.experiments().stream()
                    .map(experiment -> part(experiment, read.datasets()))
                    .toList();
            return new StudyReport(read.study(), overview(parts), parts);
        });
    }

    private StudyReport.Part part(Experiment experiment, Map<String, DatasetManifest> datasets) {
        Optional<Experiment.Variant> chosen = experiment.chosen();
        Map<String, Comparison> compared = compared(experiment);
        List<VariantReport> variants = experiment.variants().stream()
                .map(variant -> VariantReport.of(
                        variant,
                        experiment.variants().size() > 1
                                && chosen.filter(best -> best == variant).isPresent(),
                        imageInterval(variant),
                        Optional.ofNullable(compared.get(variant.name()))))
                .toList();
        return new StudyReport.Part(
                experiment.name(),
                experiment.asked().description(),
                Optional.ofNullable(experiment.asked().baseline()),
                Sentences.choice(experiment),
                variants,
                Sentences.notes(variants),
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
        return Optional.ofNullable(experiment.asked().baseline())
                .filter(accuracies::containsKey)
                .map(baseline -> Comparisons.with(baseline, accuracies))
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(Comparison::variant, comparison -> comparison));
    }

    /** In percent; nothing unless every result's predictions are there. */
    private Optional<Interval> imageInterval(Experiment.Variant variant) {
        List<boolean[]> correct = new ArrayList<>();
        for (JobHistory job : variant.jobs()) {
            Optional<JobRow.Result> result = Measured.result(job);
            if (result.isPresent()) {
                Optional<boolean[]> seed = correct(result.get());
                if (seed.isEmpty()) {
                    return Optional.empty();
                }
                correct.add(seed.get());
            }
        }
        return ImageBootstrap.interval(correct)
                .map(interval -> new Interval(100 * interval.least(), 100 * interval.greatest()));
    }

    private Optional<boolean[]> correct(JobRow.Result result) {
        Optional<Path> file = result.artifacts().stream()
                .filter(artifact -> artifact.name().equals(PREDICTIONS))
                .findFirst()
                .flatMap(artifacts::find);
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Predictions.read(file.get()).correct());
        } catch (IOException e) {
            LOG.warnf("Left out of a report: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ModelReport> model(
            Experiment experiment, Experiment.Variant variant, Map<String, DatasetManifest> datasets) {
        return variant.jobs().stream()
                .filter(job -> Measured.result(job).isPresent())
                .min(Comparator.comparingLong(job -> job.job().request().seed()))
                .flatMap(job -> models.of(experiment.name(), variant.name(), job, datasets));
    }

    private static Optional<Chart> overview(List<StudyReport.Part> parts) {
        List<Bars.Estimate> estimates = new ArrayList<>();
        for (StudyReport.Part part : parts) {
            String prefix = parts.size() == 1 ? "" : part.name() + ": ";
            part.variants()
                    .forEach(variant -> variant.test()
                            .ifPresent(test -> estimates.add(
                                    new Bars.Estimate(prefix + variant.name(), test.mean(), test.interval()))));
        }
        return estimates.size() < 2 || estimates.size() > MOST_ESTIMATES
                ? Optional.empty()
                : Optional.of(Bars.estimates(
                        "overview",
                        "Test accuracy of every variant",
                        "A dot is the mean over the seeds; the line through it is the 95 % interval of the mean, where there "
                                + "are several.",
                        "test accuracy, %",
                        estimates));
    }
}
