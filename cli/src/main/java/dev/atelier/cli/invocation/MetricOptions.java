package dev.atelier.cli.invocation;

import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which metrics a command shows beside those that it always shows. */
public final class MetricOptions {
    private static final List<Metric> KNOWN = Stream.of(Split.VALIDATION, Split.TEST, Split.TRAIN)
            .flatMap(split -> Metric.of(split).stream())
            .toList();

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "Show this metric as well, such as validation.macroF1. May be repeated.")
    private List<String> names = List.of();

    /** The names of all metrics, for completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return KNOWN.stream().map(Metric::name).iterator();
        }
    }

    /** @throws UsageException if there is no metric of a name */
    public List<Metric> metrics() {
        return names.stream().map(MetricOptions::metric).distinct().toList();
    }

    private static Metric metric(String name) {
        return KNOWN.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--metric is '" + name + "'; expected one of "
                        + KNOWN.stream().map(Metric::name).collect(Collectors.joining(", "))));
    }
}
