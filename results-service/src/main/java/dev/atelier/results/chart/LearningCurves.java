package dev.atelier.results.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Quantities by epoch. A line is the mean over the seeds, the band around it reaches from the least to the greatest seed. What
 * is of validation images is solid, what is of training images is dashed.
 */
public final class LearningCurves {
    private static final int HEIGHT = 310;
    private static final int NAME_GAP = 42;
    private static final double BAND_OPACITY = 0.16;
    private static final String SOLID = "solid";
    private static final String DASHED = "dashed";

    private LearningCurves() {}

    /**
     * A line.
     *
     * @param split behind the label where the values are shown; empty where the label is enough
     */
    private record Line(Curve curve, String split, String color, String stroke) {}

    /**
     * Curves of several jobs or groups of jobs. Lines of one label share a colour and a place in the legend.
     *
     * @param quantity of the vertical axis
     */
    public static Chart of(
            String name,
            String title,
            String caption,
            Quantity quantity,
            List<Curve> validation,
            List<Curve> training) {
        List<String> labels = Stream.concat(validation.stream(), training.stream())
                .map(Curve::label)
                .distinct()
                .toList();
        Function<Curve, String> color = curve -> Palette.of(labels.indexOf(curve.label()));
        List<Line> lines = new ArrayList<>();
        validation.forEach(curve -> lines.add(new Line(curve, "validation", color.apply(curve), SOLID)));
        training.forEach(curve -> lines.add(new Line(curve, "training", color.apply(curve), DASHED)));
        return draw(name, title, caption, quantity, lines);
    }

    /** Curves of what is neither of training nor of validation images alone. */
    public static Chart of(String name, String title, String caption, Quantity quantity, List<Curve> curves) {
        List<Line> lines = new ArrayList<>();
        curves.forEach(curve -> lines.add(new Line(curve, "", Palette.of(lines.size()), SOLID)));
        return draw(name, title, caption, quantity, lines);
    }

    /** The curves of one job, without those that have no value. */
    public static Chart ofJob(String name, String title, Quantity quantity, Curve validation, Curve training) {
        return draw(
                name,
                title,
                "",
                quantity,
                Stream.of(
                                new Line(validation, "", Palette.VALIDATION, SOLID),
                                new Line(training, "", Palette.TRAINING, DASHED))
                        .filter(line -> !line.curve().isEmpty())
                        .toList());
    }

    private static Chart draw(String name, String title, String caption, Quantity quantity, List<Line> lines) {
        List<String> labels =
                lines.stream().map(line -> line.curve().label()).distinct().toList();
        List<Map<String, Object>> series = new ArrayList<>();
        lines.forEach(line -> add(series, line));
        List<String> epochs = epochs(lines);
        return new Chart(
                name,
                title,
                caption,
                HEIGHT + Options.legendHeight(labels.size()),
                Options.chart(Map.of(
                        "legend", Options.legendBelow(labels),
                        "tooltip", Options.axisTooltip(quantity),
                        "grid",
                                Map.of(
                                        "left",
                                        56,
                                        "right",
                                        24,
                                        "top",
                                        16,
                                        "bottom",
                                        60 + Options.legendHeight(labels.size())),
                        "xAxis", Options.categories("epoch", epochs),
                        "title", epochs.isEmpty() ? Options.absence("No epoch completed yet") : Map.of(),
                        "yAxis", Options.numbers(quantity, NAME_GAP, values(lines)),
                        "series", series)));
    }

    /** Categories, not numbers: on two axes of numbers the bands would be stacked along either. */
    private static List<String> epochs(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.curve().bands().stream())
                .map(Curve.Band::epoch)
                .distinct()
                .sorted()
                .map(epoch -> Integer.toString(epoch))
                .toList();
    }

    private static DoubleStream values(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.curve().seeds().stream())
                .flatMap(seed -> seed.values().stream())
                .mapToDouble(Double::doubleValue);
    }

    private static void add(List<Map<String, Object>> series, Line line) {
        Curve curve = line.curve();
        String color = line.color();
        List<Curve.Band> bands = curve.bands();
        series.add(Map.of(
                "type",
                "line",
                "name",
                curve.label(),
                "split",
                line.split(),
                "showSymbol",
                bands.size() == 1,
                "symbolSize",
                5,
                "itemStyle",
                Map.of("color", color),
                "lineStyle",
                Map.of(
                        "color",
                        color,
                        "type",
                        line.stroke(),
                        "width",
                        line.stroke().equals(SOLID) ? 2 : 1.5),
                "data",
                bands.stream()
                        .map(band -> List.of(Integer.toString(band.epoch()), Options.number(band.mean())))
                        .toList()));
        if (curve.isSpread()) {
            // A band is what lies between an unseen line at its foot and the height stacked upon it.
            String stack = curve.label() + " " + line.stroke();
            series.add(edge(
                    curve.label(),
                    stack,
                    color,
                    0,
                    bands.stream()
                            .map(band -> List.of(Integer.toString(band.epoch()), Options.number(band.least())))
                            .toList()));
            series.add(edge(
                    curve.label(),
                    stack,
                    color,
                    BAND_OPACITY,
                    bands.stream()
                            .map(band -> List.of(
                                    Integer.toString(band.epoch()), Options.number(band.greatest() - band.least())))
                            .toList()));
        }
    }

    private static Map<String, Object> edge(
            String label, String stack, String color, double opacity, List<List<Object>> points) {
        return Map.of(
                "type",
                "line",
                "name",
                label,
                "stack",
                stack,
                "stackStrategy",
                "all",
                "silent",
                true,
                "symbol",
                "none",
                "lineStyle",
                Map.of("opacity", 0),
                "tooltip",
                Map.of("show", false),
                "areaStyle",
                Map.of("color", color, "opacity", opacity),
                "data",
                points);
    }
}
