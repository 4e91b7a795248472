package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Published;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.cli.terminal.TextTable;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results in plain text: variants over their seeds beside what others published, or single jobs. */
public final class ResultTable {
    private ResultTable() {}

    /** A row for each variant: mean and standard deviation over its completed jobs, in percent. */
    public static String of(StudyResponse study) {
        boolean experiments =
                study.variants().stream().map(Variant::experiment).distinct().count() > 1;
        boolean published = study.variants().stream().anyMatch(variant -> variant.published() != null);
        TextTable table = published
                ? new TextTable("variant", ">jobs", ">test accuracy", ">validation", ">published", ">tolerance", "")
                : new TextTable("variant", ">jobs", ">test accuracy", ">validation");
        for (Variant variant : study.variants()) {
            String name = (experiments ? variant.experiment() + " " : "") + variant.variant();
            String jobs = variant.completed() + "/" + variant.jobs();
            String test = mean(
                    variant.mean().testAccuracy(), variant.standardDeviation().testAccuracy());
            String validation = mean(
                    variant.mean().validationAccuracy(),
                    variant.standardDeviation().validationAccuracy());
            if (published) {
                Optional<Published> figures = Optional.ofNullable(variant.published());
                table.row(
                        name,
                        jobs,
                        test,
                        validation,
                        figures.map(ResultTable::figures).orElse("-"),
                        figures.map(one -> String.format(Locale.ROOT, "± %.2f", one.tolerance()))
                                .orElse("-"),
                        figures.map(ResultTable::verdict).orElse(""));
            } else {
                table.row(name, jobs, test, validation);
            }
        }
        return table.toString();
    }

    /** A row for each job. */
    public static String of(Collection<JobResponse> jobs) {
        TextTable table = new TextTable(
                "job", "name", "family", "state", ">epoch", ">test accuracy", ">validation", ">test loss");
        for (JobResponse job : jobs) {
            table.row(
                    job.id(),
                    job.name(),
                    job.family(),
                    job.state().toLowerCase(Locale.ROOT),
                    job.epoch() + "/" + job.epochs(),
                    ProgressLine.percent(job.testAccuracy()),
                    ProgressLine.percent(job.validationAccuracy()),
                    job.testLoss() == null ? "-" : String.format(Locale.ROOT, "%.4f", job.testLoss()));
        }
        return table.toString();
    }

    private static String mean(@Nullable Double mean, @Nullable Double deviation) {
        if (mean == null) {
            return "-";
        }
        return deviation == null
                ? ProgressLine.percent(mean)
                : String.format(Locale.ROOT, "%.2f ± %.2f %%", mean * 100, deviation * 100);
    }

    private static String figures(Published published) {
        String values = published.values().stream()
                .map(value -> String.format(Locale.ROOT, "%.2f", value))
                .collect(Collectors.joining(" / "));
        return published.metric().equals("test.accuracy") ? values : values + " (" + published.metric() + ")";
    }

    private static String verdict(Published published) {
        if (published.reproduced() == null) {
            return "not complete";
        }
        return published.reproduced() ? "reproduced" : "NOT reproduced";
    }
}
