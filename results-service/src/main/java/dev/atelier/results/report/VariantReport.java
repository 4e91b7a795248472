package dev.atelier.results.report;

import dev.atelier.contracts.metric.Metric;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.statistics.Comparison;
import dev.atelier.results.statistics.Interval;
import dev.atelier.results.statistics.SeedSummary;
import dev.atelier.results.view.study.StudyView.PublishedFigures;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A variant over its seeds. Accuracies are in percent.
 *
 * @param jobs how many it has
 * @param counted how many its figures are of
 * @param diverged how many diverged
 * @param repeated how many are the same training as another one, and do not count again
 * @param reused how many results are of earlier studies
 * @param chosen whether the study's objective chose it, perhaps with others of the same mean
 * @param objective what the study chooses by, in percent where it is a fraction
 * @param images interval of the mean test accuracy over test images, by bootstrap; empty for one seed
 * @param parameters trainable numbers
 * @param seconds training time of a job, mean
 * @param samplesPerSecond of the tested epoch, mean
 * @param comparison with the baseline
 * @param failures why jobs that have not diverged have no result, each reason once
 */
public record VariantReport(
        String name,
        int jobs,
        int counted,
        int diverged,
        int repeated,
        long reused,
        boolean chosen,
        Optional<SeedSummary> test,
        Optional<SeedSummary> validation,
        Optional<SeedSummary> train,
        Optional<SeedSummary> objective,
        Optional<Interval> images,
        Optional<Long> parameters,
        Optional<Double> seconds,
        Optional<Double> samplesPerSecond,
        Optional<PublishedFigures> published,
        Optional<Comparison> comparison,
        List<String> failures) {
    private static final Interval PERCENT = new Interval(0, 100);

    static VariantReport of(
            Experiment.Variant variant,
            Metric objective,
            boolean chosen,
            Optional<Interval> images,
            Optional<Comparison> comparison) {
        List<JobHistory> jobs = variant.counted();
        return new VariantReport(
                variant.name(),
                variant.row().jobs(),
                variant.row().counted(),
                variant.row().diverged(),
                variant.repeated(),
                variant.members().stream()
                        .filter(member -> member.disposition().equals("REUSED"))
                        .count(),
                chosen,
                accuracy(jobs, Measured::testAccuracy),
                accuracy(jobs, Measured::validationAccuracy),
                accuracy(jobs, Measured::trainAccuracy),
                summary(jobs, job -> Measured.objective(job, objective)),
                images,
                jobs.stream()
                        .flatMap(job -> job.job().result().stream())
                        .map(result -> result.model().parameters())
                        .findFirst(),
                mean(jobs, job -> job.job().result().map(JobRow.Result::seconds)),
                mean(jobs, Measured::samplesPerSecond),
                variant.row().published(),
                comparison,
                failures(variant));
    }

    private static List<String> failures(Experiment.Variant variant) {
        return variant.members().stream()
                .filter(member -> !member.diverged())
                .flatMap(member -> Optional.ofNullable(variant.known().get(member.job())).stream())
                .filter(job -> job.job().result().isEmpty())
                .filter(job -> job.job().state().hasEnded())
                .flatMap(job -> job.job().ending().flatMap(JobRow.Ending::reason).stream())
                .distinct()
                .toList();
    }

    /** Of accuracies in percent. */
    static Optional<SeedSummary> accuracy(Collection<JobHistory> jobs, Function<JobHistory, Optional<Double>> figure) {
        return summary(jobs, figure).map(summary -> summary.within(PERCENT));
    }

    private static Optional<SeedSummary> summary(
            Collection<JobHistory> jobs, Function<JobHistory, Optional<Double>> figure) {
        return SeedSummary.of(
                jobs.stream().flatMap(job -> figure.apply(job).stream()).toList());
    }

    static Optional<Double> mean(Collection<JobHistory> jobs, Function<JobHistory, Optional<Double>> figure) {
        return summary(jobs, figure).map(SeedSummary::mean);
    }
}
