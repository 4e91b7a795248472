package dev.atelier.results.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Quantities by epoch. A line is the mean over the seeds, the band around it reaches from the least to the greatest seed.
 * Lines of one label share a colour and a place in the legend: the first of them is solid, the second dashed.
 */
public final class LearningCurves {
    private static final int HEIGHT = 310;
    private static final double BAND_OPACITY = 0.16;

    private LearningCurves() {}

    /**
     * @param quantity name of the vertical axis, with its unit
     * @param solid solid lines
     * @param dashed lines drawn dashed, such as the training's beside the validation's; may be none
     */
    public static Chart of(
            String name, String title, String caption, String quantity, List<Curve> solid, List<Curve> dashed) {
        List<Map<String, Object>> series = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        solid.forEach(curve -> add(series, labels, curve, "solid"));
        dashed.forEach(curve -> add(series, labels, curve, "dashed"));
        return new Chart(
                name,
                title,
                caption,
                HEIGHT + Options.legendHeight(labels.size()),
                Options.chart(Map.of(
                        "legend", Options.legendBelow(labels),
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
                        "xAxis", Options.categories("epoch", epochs(solid, dashed)),
                        "yAxis", Options.numbers(quantity),
                        "series", series)));
    }

    /** Categories, not numbers: on two axes of numbers the bands would be stacked along either. */
    private static List<String> epochs(List<Curve> solid, List<Curve> dashed) {
        return Stream.concat(solid.stream(), dashed.stream())
                .flatMap(curve -> curve.bands().stream())
                .map(Curve.Band::epoch)
                .distinct()
                .sorted()
                .map(epoch -> Integer.toString(epoch))
                .toList();
    }

    private static void add(List<Map<String, Object>> series, List<String> labels, Curve curve, String stroke) {
        if (!labels.contains(curve.label())) {
            labels.add(curve.label());
        }
        String color = Options.color(labels.indexOf(curve.label()));
        List<Curve.Band> bands = curve.bands();
        series.add(Map.of(
                "type",
                "line",
                "name",
                curve.label(),
                "showSymbol",
                bands.size() == 1,
                "symbolSize",
                5,
                "itemStyle",
                Map.of("color", color),
                "lineStyle",
                Map.of("color", color, "type", stroke, "width", stroke.equals("solid") ? 2 : 1.5),
                "data",
                bands.stream()
                        .map(band -> List.of(Integer.toString(band.epoch()), Options.number(band.mean())))
                        .toList()));
        if (curve.isSpread()) {
            // A band is what lies between an unseen line at its foot and the height stacked upon it.
            String stack = curve.label() + " " + stroke;
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
