package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.result.MetricText;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.cli.terminal.ProgressBar;
import dev.atelier.cli.terminal.TimeText;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of progress: epoch, training loss, the metrics that are shown, samples per second, time left. */
final class ProgressLine {
    private static final int LABEL_WIDTH = 24;
    private static final int LEAST_LABEL = 6;
    private static final int BAR_OF_A_JOB = 10;
    private static final int BAR_OF_ALL = 20;
    private static final String GAP = "  ";
    private static final Metric TRAIN_LOSS = Metric.of(Split.TRAIN, Figure.LOSS);

    private ProgressLine() {}

    /** A line for a completed epoch. */
    static String of(String label, Epoch epoch, ShownMetrics shown) {
        double left = Objects.requireNonNullElse(epoch.seconds(), 0.0) * (epoch.epochs() - epoch.epoch());
        List<Part> parts = parts(
                epoch.epoch(),
                epoch.epochs(),
                values(epoch.trainLoss(), epoch.metrics(), shown),
                epoch.samplesPerSecond(),
                left < 1 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(left * 1000))));
        return head(label) + joined(parts);
    }

    /** How a job stands, in no more columns than these; what is least important is left out first. */
    static String of(String label, JobResponse job, ShownMetrics shown, Optional<Duration> left, int width) {
        if (!job.isRunning()) {
            return head(label) + "waits" + (job.reason() == null ? "" : ": " + PrintableText.line(job.reason()));
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(ProgressBar.of(job.epoch(), job.epochs(), BAR_OF_A_JOB), Part.BAR));
        if (job.epoch() == 0) {
            parts.add(new Part("epoch 0/" + job.epochs(), Part.COUNT));
        } else {
            parts.addAll(parts(
                    job.epoch(),
                    job.epochs(),
                    values(job.trainLoss(), job.metrics(), shown),
                    job.samplesPerSecond(),
                    left));
        }
        return fitted(PrintableText.line(label), parts, width);
    }

    /** How all jobs stand together. */
    static String of(Standing standing, int width) {
        int ended = standing.completed() + standing.failed();
        List<String> others = new ArrayList<>();
        addCount(others, standing.running().size(), "running");
        addCount(others, standing.waiting(), "waiting");
        addCount(others, standing.failed(), "without a result");
        List<Part> parts = new ArrayList<>(List.of(
                new Part(ProgressBar.of(ended, standing.total(), BAR_OF_ALL), Part.BAR),
                new Part(ended + "/" + Counted.of(standing.total(), "job"), Part.COUNT),
                new Part(String.join(", ", others), Part.METRIC)));
        standing.left().ifPresent(time -> parts.add(new Part(TimeText.duration(time) + " left", Part.LEFT)));
        return fitted("", parts, width);
    }

    private static void addCount(List<String> counts, int count, String what) {
        if (count > 0) {
            counts.add(count + " " + what);
        }
    }

    /**
     * A part of a line.
     *
     * @param rank the greatest ones are left out first where a line is too long
     */
    private record Part(String text, int rank) {
        static final int COUNT = 0;
        static final int LEFT = 1;
        static final int METRIC = 2;
        static final int BAR = 3;
        static final int LOSS = 4;
        static final int SPEED = 5;
    }

    /** The label narrows first; then the parts of the greatest ranks are left out. */
    private static String fitted(String label, List<Part> parts, int width) {
        List<Part> kept = new ArrayList<>(parts);
        for (int rank = Part.SPEED; ; rank--) {
            String rest = joined(kept);
            int room = width - DisplayWidth.of(rest) - GAP.length();
            if (label.isEmpty()
                    ? room + GAP.length() >= 0 || rank == Part.LEFT
                    : room >= LEAST_LABEL || rank == Part.LEFT) {
                return label.isEmpty() ? rest : column(label, Math.max(0, room)) + GAP + rest;
            }
            int omitted = rank;
            kept.removeIf(part -> part.rank() == omitted);
        }
    }

    /** The label in its usual column, or in one as wide as there is room for. */
    private static String column(String label, int room) {
        int wanted = Math.max(LABEL_WIDTH, DisplayWidth.of(label));
        return wanted <= room
                ? DisplayWidth.pad(label, LABEL_WIDTH)
                : DisplayWidth.pad(DisplayWidth.cut(label, Math.min(room, LABEL_WIDTH)), Math.min(room, LABEL_WIDTH));
    }

    private static String joined(List<Part> parts) {
        return parts.stream().map(Part::text).filter(text -> !text.isEmpty()).collect(Collectors.joining(GAP));
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

    private static List<Part> parts(
            int epoch, int epochs, List<String> values, @Nullable Double samplesPerSecond, Optional<Duration> left) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(String.format(Locale.ROOT, "epoch %2d/%d", epoch, epochs), Part.COUNT));
        for (int i = 0; i < values.size(); i++) {
            parts.add(new Part(values.get(i), i == 0 ? Part.LOSS : Part.METRIC));
        }
        if (samplesPerSecond != null) {
            parts.add(new Part(String.format(Locale.ROOT, "%,.0f samples/s", samplesPerSecond), Part.SPEED));
        }
        left.ifPresent(time -> parts.add(new Part(TimeText.duration(time) + " left", Part.LEFT)));
        return parts;
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
        return DisplayWidth.pad(PrintableText.line(label), LABEL_WIDTH) + GAP;
    }
}
