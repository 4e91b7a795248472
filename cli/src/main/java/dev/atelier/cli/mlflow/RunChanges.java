package dev.atelier.cli.mlflow;

import dev.atelier.cli.mlflow.client.MetricPoint;
import dev.atelier.cli.mlflow.client.TrackedRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is missing in MLflow's run of a job. MLflow neither changes a parameter nor takes a value back, so what is there
 * stays, though the job has changed since.
 *
 * @param params not there yet
 * @param metrics of steps that have no value yet
 * @param tags not there yet, or other by now
 * @param staleTags there, and no longer so
 * @param standing whether the name, the status or the end is other by now
 * @param otherParams the names of those that are there with another value
 * @param otherMetrics how many values are there of a step that the job has another value of
 */
record RunChanges(
        Map<String, String> params,
        List<MetricPoint> metrics,
        Map<String, String> tags,
        SortedSet<String> staleTags,
        boolean standing,
        SortedSet<String> otherParams,
        int otherMetrics) {

    /** What is to be done, given the values that MLflow has: by metric and step. */
    static RunChanges between(JobRun wanted, TrackedRun there, Map<String, Map<Long, Double>> history) {
        Map<String, String> params = new HashMap<>(wanted.params());
        params.keySet().removeAll(there.params().keySet());
        Map<String, String> others = new HashMap<>(wanted.params());
        others.keySet().retainAll(there.params().keySet());
        others.entrySet()
                .removeIf(param -> isSame(param.getValue(), there.params().get(param.getKey())));
        SortedSet<String> otherParams = new TreeSet<>(others.keySet());

        List<MetricPoint> metrics = new ArrayList<>();
        int otherMetrics = 0;
        for (MetricPoint point : wanted.metrics()) {
            Double value = history.getOrDefault(point.key(), Map.of()).get(point.step());
            if (value == null) {
                metrics.add(point);
            } else if (value != point.value()) {
                otherMetrics++;
            }
        }

        Map<String, String> tags = new HashMap<>(wanted.tags());
        tags.entrySet().removeAll(there.tags().entrySet());
        SortedSet<String> staleTags = new TreeSet<>(Tags.PASSING);
        staleTags.retainAll(there.tags().keySet());
        staleTags.removeAll(wanted.tags().keySet());

        Optional<Long> end = wanted.end().map(Instant::toEpochMilli);
        boolean standing = !wanted.name().equals(there.name())
                || !wanted.status().name().equals(there.status())
                || (end.isPresent() && !end.equals(there.end()));
        return new RunChanges(params, metrics, tags, staleTags, standing, otherParams, otherMetrics);
    }

    /** Whether two parameters are the same text, or the same number in two spellings. */
    private static boolean isSame(String wanted, @Nullable String there) {
        if (there == null || wanted.equals(there)) {
            return wanted.equals(there);
        }
        try {
            return new BigDecimal(wanted).compareTo(new BigDecimal(there)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return params.isEmpty() && metrics.isEmpty() && tags.isEmpty() && staleTags.isEmpty() && !standing;
    }
}
