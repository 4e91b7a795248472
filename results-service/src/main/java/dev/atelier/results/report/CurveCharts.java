package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Curve;
import dev.atelier.results.chart.LearningCurves;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Each figure that was measured by epoch, and the gap between training and validation, of several jobs or groups of jobs in
 * one picture.
 */
final class CurveCharts {
    private static final String STROKES = "Validation solid, training dashed.";

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
        List<Chart> charts =
                new ArrayList<>(MeasuredFigure.of(lines.stream().flatMap(line -> line.jobs().stream())).stream()
                        .map(this::chart)
                        .toList());
        charts.add(LearningCurves.of(
                prefix + "-gap",
                "Gap between training and validation",
                "Training accuracy minus validation accuracy. A large gap indicates overfitting." + note,
                Quantity.points("gap, points"),
                curves(Measured::gapOf)));
        return charts;
    }

    private Chart chart(MeasuredFigure figure) {
        return LearningCurves.of(
                prefix + "-" + figure.chartName(),
                figure.title(),
                STROKES + note,
                figure.axis(),
                curves(figure::validation),
                curves(figure::training));
    }

    private List<Curve> curves(Function<EpochRow, Optional<Double>> quantity) {
        return lines.stream()
                .map(line -> new Curve(
                        line.label(),
                        line.jobs().stream()
                                .map(job -> Measured.byEpoch(job, quantity))
                                .toList()))
                .toList();
    }
}
