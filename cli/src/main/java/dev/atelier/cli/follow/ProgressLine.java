package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.cli.terminal.PrintableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The words of progress: epoch, loss, accuracy, samples per second, time left. */
final class ProgressLine {
    private static final int LABEL_WIDTH = 24;

    private ProgressLine() {}

    static String of(String label, Epoch epoch) {
        return line(
                label,
                epoch.epoch(),
                epoch.epochs(),
                epoch.trainLoss(),
                epoch.validationAccuracy(),
                epoch.samplesPerSecond(),
                epoch.seconds());
    }

    static String of(String label, JobResponse job) {
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
                job.trainLoss(),
                job.validationAccuracy(),
                job.samplesPerSecond(),
                job.epochSeconds());
    }

    static String ended(String label, JobResponse job) {
        String how = job.isCompleted()
                ? "completed, test accuracy " + percent(job.testAccuracy())
                : job.state().toLowerCase(Locale.ROOT)
                        + (job.reason() == null ? "" : ": " + PrintableText.line(job.reason()));
        return head(label) + how;
    }

    /** A fraction in percent with two decimals; a dash for none. */
    static String percent(@Nullable Double fraction) {
        return fraction == null ? "-" : String.format(Locale.ROOT, "%.2f %%", fraction * 100);
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
            @Nullable Double loss,
            @Nullable Double accuracy,
            @Nullable Double samplesPerSecond,
            @Nullable Double epochSeconds) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "epoch %2d/%d", epoch, epochs));
        parts.add(loss == null ? "loss -" : String.format(Locale.ROOT, "loss %.4f", loss));
        parts.add("validation " + percent(accuracy));
        if (samplesPerSecond != null) {
            parts.add(String.format(Locale.ROOT, "%,.0f samples/s", samplesPerSecond));
        }
        double left = Objects.requireNonNullElse(epochSeconds, 0.0) * (epochs - epoch);
        if (epoch < epochs && epochSeconds != null) {
            parts.add(duration(Duration.ofMillis(Math.round(left * 1000))) + " left");
        }
        return head(label) + String.join("  ", parts);
    }

    private static String head(String label) {
        return DisplayWidth.pad(PrintableText.line(label), LABEL_WIDTH) + "  ";
    }
}
