package dev.atelier.cli.result;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Member;
import dev.atelier.cli.client.StudyResponse.Variant;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The mean of any metric over the jobs that count of a variant. Metrics that are not of test images are of the last epoch. */
final class VariantMean {
    private VariantMean() {}

    static String title(Metric metric) {
        return metric.title() + (metric.split().equals(Optional.of(Split.TEST)) ? "" : ", last epoch");
    }

    static String of(StudyResponse study, Variant variant, Collection<JobResponse> jobs, Metric metric) {
        Set<String> members = study.members().stream()
                .filter(member -> member.counted()
                        && member.experiment().equals(variant.experiment())
                        && member.variant().equals(variant.variant()))
                .map(Member::job)
                .collect(Collectors.toSet());
        List<Double> values = jobs.stream()
                .filter(job -> members.contains(job.id()))
                .map(job -> job.metrics().get(metric.name()))
                .filter(Objects::nonNull)
                .toList();
        if (values.isEmpty()) {
            return MetricText.of(metric, null);
        }
        double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return values.size() == 1
                ? MetricText.of(metric, mean)
                : MetricText.mean(metric, mean, Math.sqrt(squares / (values.size() - 1)));
    }
}
