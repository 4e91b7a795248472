package dev.atelier.cli.result;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Published;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.cli.terminal.Colour;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results in plain text: variants over their seeds beside what others published, or single jobs. */
public final class ResultTable {
    private static final Metric TEST_ACCURACY = Metric.of(Split.TEST, Figure.ACCURACY);

    private static final String VERDICT = "";

    private ResultTable() {}

    /**
     * A row for each variant: mean and standard deviation over the jobs that count, of the test accuracy, of the metric that
     * its study chooses by, and of further ones.
     *
     * @param jobs the jobs of the study, from which further metrics are computed
     */
    public static TextTable of(StudyResponse study, Collection<JobResponse> jobs, List<Metric> further) {
        boolean published = study.variants().stream().anyMatch(variant -> variant.published() != null);
        List<Metric> objectives =
                study.variants().stream().map(Variant::objective).distinct().toList();
        List<Metric> added = further.stream()
                .filter(metric -> !metric.equals(TEST_ACCURACY) && !objectives.equals(List.of(metric)))
                .toList();
        List<String> titles = new ArrayList<>(List.of(
                "~variant",
                ">jobs",
                ">" + TEST_ACCURACY.title(),
                ">" + (objectives.size() > 1 ? "objective" : study.objective().title())));
        added.forEach(metric -> titles.add("?>" + VariantMean.title(metric)));
        if (published) {
            titles.addAll(List.of("?>published", "?>tolerance", VERDICT));
        }
        TextTable table = new TextTable(titles.toArray(String[]::new)).colour(VERDICT, Colour::ofState);
        for (Variant variant : study.variants()) {
            List<String> row = new ArrayList<>();
            row.add((study.hasSeveralExperiments() ? variant.experiment() + " " : "") + variant.variant());
            row.add(variant.counted() + "/" + variant.jobs());
            row.add(MetricText.mean(
                    TEST_ACCURACY,
                    variant.mean().testAccuracy(),
                    variant.standardDeviation().testAccuracy()));
            row.add((objectives.size() > 1 ? variant.objective().title() + " " : "")
                    + MetricText.mean(
                            variant.objective(),
                            variant.mean().objective(),
                            variant.standardDeviation().objective()));
            added.forEach(metric -> row.add(VariantMean.of(study, variant, jobs, metric)));
            if (published) {
                Optional<Published> figures = Optional.ofNullable(variant.published());
                row.add(figures.map(ResultTable::figures).orElse("-"));
                row.add(figures.map(one -> String.format(Locale.ROOT, "± %.2f", one.tolerance()))
                        .orElse("-"));
                row.add(figures.map(ResultTable::verdict).orElse(""));
            }
            table.row(row.toArray(String[]::new));
        }
        return table;
    }

    /** A row for each job. */
    public static TextTable of(Collection<JobResponse> jobs, ShownMetrics shown) {
        return of(jobs, JobResponse::name, shown);
    }

    /** The same with the names that a submission gave to the jobs, which others may have requested under other names. */
    public static TextTable of(Collection<JobResponse> jobs, Function<JobResponse, String> name, ShownMetrics shown) {
        Collection<Metric> metrics = shown.ofJobs();
        TextTable table = new TextTable(Stream.concat(
                                Stream.of("#job", "~name", "?family", "state", ">epoch"),
                                metrics.stream().map(metric -> "?>" + metric.title()))
                        .toArray(String[]::new))
                .colour("state", Colour::ofState);
        for (JobResponse job : jobs) {
            table.row(Stream.concat(
                            Stream.of(
                                    job.id(),
                                    name.apply(job),
                                    job.family(),
                                    job.state().label(),
                                    job.epoch() + "/" + job.epochs()),
                            metrics.stream()
                                    .map(metric ->
                                            MetricText.of(metric, job.metrics().get(metric.name()))))
                    .toArray(String[]::new));
        }
        return table;
    }

    private static String figures(Published published) {
        String values = published.values().stream()
                .map(value -> String.format(Locale.ROOT, "%.2f", value))
                .collect(Collectors.joining(" / "));
        return published.metric().equals(TEST_ACCURACY.name()) ? values : values + " (" + published.metric() + ")";
    }

    private static String verdict(Published published) {
        if (published.reproduced() == null) {
            return "not complete";
        }
        return published.reproduced() ? "reproduced" : "NOT reproduced";
    }
}
