package dev.atelier.results.view;

import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which order to list jobs. Jobs that lack what they are ordered by come last.
 *
 * @param parameter in addresses
 * @param label for people
 * @param metric what it goes by, where that is a metric; of the latest epoch or of the test images
 * @param sql in terms of the view {@code job_list}
 * @param ofJobs in terms of the table {@code jobs} and of {@code latest_epochs} as {@code latest}, which is quicker to go
 *     through
 */
public record JobOrder(String parameter, String label, Optional<Metric> metric, String sql, String ofJobs) {
    public static final JobOrder LATEST = plain("latest", "latest queued", "queued_at DESC NULLS LAST");

    private static final List<JobOrder> ALL = Stream.concat(
                    Stream.of(
                            LATEST,
                            plain("name", "name", "name"),
                            new JobOrder(
                                    "test",
                                    "best test accuracy",
                                    Optional.empty(),
                                    "test_accuracy DESC NULLS LAST",
                                    "test_accuracy DESC NULLS LAST"),
                            new JobOrder(
                                    "validation",
                                    "best validation accuracy",
                                    Optional.empty(),
                                    value(Metric.VALIDATION_ACCURACY, "metrics") + " DESC NULLS LAST",
                                    value(Metric.VALIDATION_ACCURACY, "latest.metrics") + " DESC NULLS LAST"),
                            plain("duration", "longest training", "training_seconds DESC NULLS LAST")),
                    Stream.of(Split.VALIDATION, Split.TEST, Split.TRAIN)
                            .flatMap(split -> Metric.of(split).stream())
                            .map(JobOrder::by))
            .toList();

    public static List<JobOrder> all() {
        return ALL;
    }

    private static JobOrder plain(String parameter, String label, String sql) {
        return new JobOrder(parameter, label, Optional.empty(), sql, sql);
    }

    /** The best first. The name of a metric that is known needs no quoting. */
    private static JobOrder by(Metric metric) {
        boolean isTest = metric.split().equals(Optional.of(Split.TEST));
        String order = metric.direction().equals(Optional.of(Direction.MIN)) ? " ASC NULLS LAST" : " DESC NULLS LAST";
        return new JobOrder(
                metric.name(),
                "best " + metric.title(),
                Optional.of(metric),
                value(metric, isTest ? "test_metrics" : "metrics") + order,
                value(metric, isTest ? "test_metrics" : "latest.metrics") + order);
    }

    private static String value(Metric metric, String column) {
        return "(" + column + "->>'" + metric.name() + "')::double precision";
    }
}
