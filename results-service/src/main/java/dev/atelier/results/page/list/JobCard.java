package dev.atelier.results.page.list;

import dev.atelier.contracts.metric.Metric;
import dev.atelier.results.page.template.Show;
import dev.atelier.results.text.Printable;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.LossPoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A job as the page shows it.
 *
 * @param metric what the list is ordered by, where that is a metric
 */
public record JobCard(JobSummary job, Optional<Metric> metric, Sparkline sparkline) {

    static JobCard of(JobSummary job, Optional<Metric> metric, List<LossPoint> epochs) {
        return new JobCard(job, metric, Sparkline.of(epochs));
    }

    /** Differs where anything does that the page shows. */
    public String version() {
        return Integer.toHexString(hashCode());
    }

    /** The metric that the list is ordered by, with its value. */
    public String ordering() {
        return metric.map(named -> named.title() + " "
                        + Show.metric(named, Optional.ofNullable(job.metrics().get(named.name()))))
                .orElse("");
    }

    public String progress() {
        return job.epoch() + "/" + job.epochs();
    }

    /** The names under which others requested the job. */
    public String alsoCalled() {
        return job.otherNames().stream()
                .map(name -> Printable.name(name, job.id()))
                .collect(Collectors.joining(", "));
    }

    public String validation() {
        return Show.percent(job.validationAccuracy());
    }

    public String test() {
        return Show.percent(job.testAccuracy());
    }
}
