package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of progress: epoch, training loss, the metrics that are shown, samples per second, time left. */
final class ProgressLine {
    private static final int LABEL_WIDTH = 24;
    private static final Metric TRAIN_LOSS = Metric.of(Split.TRAIN, Figure.LOSS);

    private ProgressLine() {}

    static String of(String label, Epoch epoch, ShownMetrics shown) {
        return line(
                label,
                epoch.epoch(),
                epoch.epochs(),
                values(epoch.trainLoss(), epoch.metrics(), shown),
                epoch.samplesPerSecond(),
                epoch.seconds());
    }

    static String of(String label, JobResponse job, ShownMetrics shown) {
        if (!job.isRunning()) {
            return head(label) + "waits" + (job.reason() == null ? "" : ": " + PrintableText.line(job.reason()));
        }
        if (job.epoch() == 0) {
            return head(label) + "epoch 0/" + job.epochs();
        }
        return line(
                label,
                job.epoch(),
                job.epochs(),
                values(job.trainLoss(), job.metrics(), shown),
                job.samplesPerSecond(),
                job.epochSeconds());
    }

    static String ended(String label, JobResponse job, ShownMetrics shown) {
        String how = job.isCompleted()
                ? "completed, "
                        + shown.ofTest().stream()
                                .map(metric -> metric.title() + " "
                                        + MetricText.of(metric, job.metrics().get(metric.name())))
                                .collect(Collectors.joining(", "))
                : job.state().label() + (job.reason() == null ? "" : ": " + PrintableText.line(job.reason()));
        return head(label) + how;
    }

    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        return seconds < 5400
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    private static String line(
            String label,
            int epoch,
            int epochs,
            List<String> values,
            @Nullable Double samplesPerSecond,
            @Nullable Double epochSeconds) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "epoch %2d/%d", epoch, epochs));
        parts.addAll(values);
        if (samplesPerSecond != null) {
            parts.add(String.format(Locale.ROOT, "%,.0f samples/s", samplesPerSecond));
        }
        double left = Objects.requireNonNullElse(epochSeconds, 0.0) * (epochs - epoch);
        if (epoch < epochs && epochSeconds != null) {
            parts.add(duration(Duration.ofMillis(Math.round(left * 1000))) + " left");
        }
        return head(label) + String.join("  ", parts);
    }

    private static List<String> values(@Nullable Double trainLoss, Map<String, Double> metrics, ShownMetrics shown) {
        List<String> values = new ArrayList<>();
        values.add("loss " + MetricText.of(TRAIN_LOSS, trainLoss));
        shown.ofEpochs()
                .forEach(
                        metric -> values.add(metric.title() + " " + MetricText.of(metric, metrics.get(metric.name()))));
        return values;
    }

    private static String head(String label) {
        return DisplayWidth.pad(PrintableText.line(label), LABEL_WIDTH) + "  ";
    }
}
