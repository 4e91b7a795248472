package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Curve;
import dev.atelier.results.chart.LearningCurves;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Loss, accuracy and their gap by epoch, of several jobs or groups of jobs in one picture. */
final class CurveCharts {
    private static final String STROKES = "Validation drawn whole, training dashed.";

    private final String prefix;
    private final List<Line> lines;
    private final String note;

    private CurveCharts(String prefix, List<Line> lines, String note) {
        this.prefix = prefix;
        this.lines = lines;
        this.note = note.isEmpty() ? "" : " " + note;
    }

    /**
     * What one line of the curves stands for.
     *
     * @param jobs one, or one for each seed
     */
    record Line(String label, List<JobHistory> jobs) {
        Line {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * @param prefix begins the charts' names
     * @param note ends their captions; may be empty
     */
    static List<Chart> of(String prefix, List<Line> lines, String note) {
        return new CurveCharts(prefix, lines, note).all();
    }

    private List<Chart> all() {
        return List.of(
                LearningCurves.of(
                        prefix + "-loss",
                        "Loss by epoch",
                        STROKES + note,
                        "loss, nats",
                        curves(epoch -> epoch.validation().loss()),
                        curves(epoch -> epoch.train().loss())),
                LearningCurves.of(
                        prefix + "-accuracy",
                        "Accuracy by epoch",
                        STROKES + note,
                        "accuracy, %",
                        curves(epoch -> Measured.accuracy(epoch.validation())),
                        curves(epoch -> Measured.accuracy(epoch.train()))),
                LearningCurves.of(
                        prefix + "-gap",
                        "Gap between training and validation",
                        "Training accuracy less validation accuracy: the more, the more is learned by heart." + note,
                        "gap, points",
                        curves(Measured::gapOf),
                        List.of()));
    }

    private List<Curve> curves(ToDoubleFunction<EpochRow> quantity) {
        return lines.stream()
                .map(line -> new Curve(
                        line.label(),
                        line.jobs().stream()
                                .map(job -> Measured.byEpoch(job, quantity))
                                .toList()))
                .toList();
    }
}
