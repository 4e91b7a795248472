package dev.atelier.cli.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that progress and tables show of jobs, each once.
 *
 * @param chosen those that jobs monitor or a study chooses by
 * @param added those that an option adds
 */
public record ShownMetrics(List<Metric> chosen, List<Metric> added) {
    private static final Metric TEST_ACCURACY = Metric.of(Split.TEST, Figure.ACCURACY);
    private static final Metric TEST_LOSS = Metric.of(Split.TEST, Figure.LOSS);

    public ShownMetrics {
        chosen = List.copyOf(chosen);
        added = List.copyOf(added);
    }

    /** What jobs are shown by where it is not known what they monitor. */
    public static ShownMetrics of(List<Metric> added) {
        return new ShownMetrics(List.of(Metric.VALIDATION_ACCURACY), added);
    }

    /** By the objective of a study, or by what a job monitors. */
    public static ShownMetrics of(SubmissionAccepted accepted, List<Metric> added) {
        return accepted.study() == null
                ? of(accepted.request(), added)
                : new ShownMetrics(
                        List.of(metric(accepted.request().path("objective").path("metric"))
                                .orElse(Metric.VALIDATION_ACCURACY)),
                        added);
    }

    /** By what the job of a request monitors; null where the request is not known. */
    public static ShownMetrics of(@Nullable JsonNode request, List<Metric> added) {
        if (request == null) {
            return of(added);
        }
        Set<Metric> monitored = new LinkedHashSet<>();
        monitored.add(metric(request.path("evaluation").path("monitor")).orElse(Metric.VALIDATION_ACCURACY));
        metric(request.path("training").path("earlyStopping").path("monitor")).ifPresent(monitored::add);
        return new ShownMetrics(List.copyOf(monitored), added);
    }

    /** The metrics of an epoch, beside the training loss. */
    public Collection<Metric> ofEpochs() {
        return distinct(chosen.stream(), added.stream().filter(metric -> !isOfTest(metric)));
    }

    /** The metrics of the test images: the accuracy, what is measured of the chosen metrics, and what was added. */
    public Collection<Metric> ofTest() {
        Stream<Metric> counterparts = chosen.stream()
                .flatMap(metric -> metric.figure().stream())
                .map(figure -> Metric.of(Split.TEST, figure));
        return distinct(
                Stream.of(TEST_ACCURACY),
                Stream.concat(counterparts, added.stream().filter(ShownMetrics::isOfTest)));
    }

    /** The columns of a table of epochs. */
    Collection<Metric> ofEpochTable() {
        return distinct(
                Stream.of(Split.TRAIN, Split.VALIDATION)
                        .flatMap(split ->
                                Stream.of(Figure.LOSS, Figure.ACCURACY).map(figure -> Metric.of(split, figure))),
                ofEpochs().stream());
    }

    /** The columns of a table of jobs. */
    Collection<Metric> ofJobs() {
        return distinct(
                Stream.concat(Stream.of(TEST_ACCURACY), chosen.stream()),
                Stream.concat(Stream.of(TEST_LOSS), added.stream()));
    }

    private static Optional<Metric> metric(JsonNode name) {
        return Optional.of(name).filter(JsonNode::isTextual).map(text -> new Metric(text.asText()));
    }

    private static boolean isOfTest(Metric metric) {
        return metric.split().equals(Optional.of(Split.TEST));
    }

    private static Collection<Metric> distinct(Stream<Metric> first, Stream<Metric> second) {
        return Stream.concat(first, second).distinct().toList();
    }
}
