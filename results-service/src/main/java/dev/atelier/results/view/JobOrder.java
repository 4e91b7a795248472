package dev.atelier.results.view;

import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.schema.MetricOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which order to list jobs. Jobs that lack what they are ordered by come last.
 *
 * @param parameter in addresses
 * @param label for people
 * @param metric what it goes by, where that is a metric that the list does not show anyway; of the latest epoch or of the
 *     test images
 * @param sql in terms of the view {@code job_list}
 * @param ofJobs in terms of the table {@code jobs} and of {@code latest_epochs} as {@code latest}, which is quicker to go
 *     through
 */
public record JobOrder(String parameter, String label, Optional<Metric> metric, String sql, String ofJobs) {
    public static final JobOrder LATEST = plain("latest", "latest queued", "queued_at DESC NULLS LAST");

    private static final JobOrder DURATION = plain("duration", "longest training", "training_seconds DESC NULLS LAST");

    private static final String LATEST_EPOCH = "latest.";

    /** The column of test accuracies has an index. */
    private static final JobOrder TEST_ACCURACY =
            plain(Metric.of(Split.TEST, Figure.ACCURACY).name(), "best test accuracy", "test_accuracy DESC NULLS LAST");

    private static final JobOrder VALIDATION_ACCURACY =
            by(Metric.VALIDATION_ACCURACY, "best validation accuracy", Optional.empty());

    /** Parameters of earlier versions, which addresses may still contain. */
    private static final Map<String, JobOrder> FORMER =
            Map.of("test", TEST_ACCURACY, "validation", VALIDATION_ACCURACY);

    private static final List<JobOrder> ALL = Stream.concat(
                    Stream.of(LATEST, plain("name", "name", "name"), TEST_ACCURACY, VALIDATION_ACCURACY, DURATION),
                    Stream.of(Split.VALIDATION, Split.TEST, Split.TRAIN)
                            .flatMap(split -> Metric.of(split).stream())
                            .filter(metric -> FORMER.values().stream()
                                    .noneMatch(order -> order.parameter().equals(metric.name())))
                            .map(JobOrder::by))
            .toList();

    /** Each order once. */
    public static List<JobOrder> all() {
        return ALL;
    }

    /** The order that a parameter of an address names, be it of an earlier version. */
    public static Optional<JobOrder> named(String parameter) {
        return Optional.ofNullable(FORMER.get(parameter))
                .or(() -> ALL.stream()
                        .filter(order -> order.parameter().equals(parameter))
                        .findFirst());
    }

    /** Whether jobs are ordered by how long they trained. */
    public boolean isByTrainingTime() {
        return equals(DURATION);
    }

    /** The tables that {@link #ofJobs} is about: the latest epochs only where the order is theirs. */
    String tables() {
        return ofJobs.contains(LATEST_EPOCH) ? "jobs JOIN latest_epochs latest ON latest.job = jobs.id" : "jobs";
    }

    private static JobOrder plain(String parameter, String label, String sql) {
        return new JobOrder(parameter, label, Optional.empty(), sql, sql);
    }

    private static JobOrder by(Metric metric) {
        return by(metric, "best " + metric.title(), Optional.of(metric));
    }

    private static JobOrder by(Metric metric, String label, Optional<Metric> shown) {
        MetricOrder order = new MetricOrder(metric);
        return new JobOrder(
                metric.name(), label, shown, order.sql(""), order.sql(order.isOfTest() ? "" : LATEST_EPOCH));
    }
}
