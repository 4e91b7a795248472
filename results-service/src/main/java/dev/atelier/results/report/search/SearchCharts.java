package dev.atelier.results.report.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.HeatMap;
import dev.atelier.results.chart.Palette;
import dev.atelier.results.chart.ParallelCoordinates;
import dev.atelier.results.chart.Points;
import dev.atelier.results.chart.Points.Placed;
import dev.atelier.results.chart.Points.Point;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.text.Fields;
import dev.atelier.results.text.NumericOrder;
import dev.atelier.results.view.search.SearchView;
import dev.atelier.results.view.search.SearchView.TrialView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The charts of a search. */
final class SearchCharts {
    private static final int MOST_PARAMETERS = 8;
    private static final int PERCENT = 100;
    private static final double LOGARITHMIC_FROM = 20;

    private final SearchView search;
    private final List<String> paths;
    private final ShownValues shown;
    private final List<Tried> tried;

    /**
     * A trial with its last value.
     *
     * @param value as it is shown
     */
    private record Tried(TrialView trial, int epoch, double value) {
        String label() {
            return "trial " + trial.trial() + ", epoch " + epoch;
        }

        Optional<JsonNode> value(String path) {
            return Optional.ofNullable(trial.parameters().get(path));
        }
    }

    private SearchCharts(SearchView search, List<String> paths, ShownValues shown) {
        this.search = search;
        this.paths = paths.stream().limit(MOST_PARAMETERS).toList();
        this.shown = shown;
        this.tried = search.trials().stream()
                .flatMap(trial -> trial.results().reversed().stream()
                        .flatMap(result -> Optional.ofNullable(result.value())
                                .map(value -> new Tried(trial, result.epoch(), shown.number(value)))
                                .stream())
                        .limit(1))
                .toList();
    }

    static List<Chart> of(SearchView search, List<String> paths, ShownValues shown) {
        SearchCharts charts = new SearchCharts(search, paths, shown);
        return Stream.of(
                        Stream.of(charts.progress()),
                        charts.tried.size() > 1 && charts.paths.size() > 1
                                ? Stream.of(charts.lines())
                                : Stream.<Chart>of(),
                        charts.importance().stream(),
                        charts.paths.stream().map(charts::parameter))
                .flatMap(each -> each)
                .toList();
    }

    /** The observations in their order over the epochs that all trials had been trained by then. */
    private Chart progress() {
        List<Point> points = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        long spent = 0;
        for (SearchView.Observed observed : search.observed()) {
            spent += observed.epochs();
            Double value = observed.result().value();
            if (value != null) {
                points.add(new Point(
                        "trial " + observed.result().trial() + ", epoch "
                                + observed.result().epoch(),
                        spent,
                        shown.number(value)));
                if (best.isEmpty()
                        || isBetter(shown.number(value), best.getLast().y())) {
                    best.add(new Point("", spent, shown.number(value)));
                }
            }
        }
        if (!best.isEmpty()) {
            best.add(new Point("", spent, best.getLast().y()));
        }
        return Points.bestSoFar(
                "search-progress",
                "Best so far",
                "Each dot is an observation of a trial at the end of a rung; the line is the best of them so far.",
                "epochs of all trials",
                shown.quantity(),
                points,
                best);
    }

    private boolean isBetter(double value, double than) {
        return search.direction().equals("maximize") ? value > than : value < than;
    }

    private Chart lines() {
        List<HeatMap.Axis> axes = paths.stream()
                .map(path -> new HeatMap.Axis(Fields.shortName(path), values(path)))
                .toList();
        return ParallelCoordinates.of(
                "search-trials",
                "Trials by parameter",
                "Each line is a trial; coloured by " + shown.quantity().label() + " at its last epoch.",
                axes,
                shown.quantity(),
                tried.stream()
                        .map(each -> new ParallelCoordinates.Line(
                                each.label(),
                                paths.stream()
                                        .map(path -> ShownValues.parameter(
                                                each.value(path).orElse(null)))
                                        .toList(),
                                each.value()))
                        .toList());
    }

    /** The most important first. */
    private Optional<Chart> importance() {
        List<Map.Entry<String, Double>> entries = search.importance().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_PARAMETERS)
                .toList();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(Bars.upright(
                        "search-importance",
                        "Importance of parameters",
                        "How much the values of the best tenth of the trials differ from those of all (PED-ANOVA, Watanabe et al."
                                + " 2023); all together 100 %.",
                        Quantity.fraction("importance, %"),
                        entries.stream()
                                .map(entry -> Fields.shortName(entry.getKey()))
                                .toList(),
                        List.of(new Bars.Group(
                                "importance",
                                Palette.of(0),
                                entries.stream()
                                        .map(entry -> Optional.of(PERCENT * entry.getValue()))
                                        .toList()))));
    }

    private List<String> values(String path) {
        return tried.stream()
                .map(each -> ShownValues.parameter(each.value(path).orElse(null)))
                .distinct()
                .sorted(new NumericOrder())
                .toList();
    }

    private Chart parameter(String path) {
        String name = "search-" + Chart.name(path);
        String title = Fields.shortName(path);
        String caption = "Each dot is a trial at its last epoch.";
        List<Tried> having =
                tried.stream().filter(each -> each.value(path).isPresent()).toList();
        boolean isNumeric = !having.isEmpty()
                && having.stream()
                        .allMatch(each -> each.value(path).orElseThrow().isNumber())
                && values(path).size() > 2;
        if (!isNumeric) {
            return Points.byCategory(
                    name,
                    title,
                    caption,
                    title,
                    values(path).stream().filter(value -> !value.isEmpty()).toList(),
                    shown.quantity(),
                    having.stream()
                            .map(each -> new Placed(
                                    each.label(),
                                    ShownValues.parameter(each.value(path).orElseThrow()),
                                    each.value()))
                            .toList());
        }
        List<Point> points = having.stream()
                .map(each ->
                        new Point(each.label(), each.value(path).orElseThrow().doubleValue(), each.value()))
                .toList();
        double least = points.stream().mapToDouble(Point::x).min().orElse(0);
        double greatest = points.stream().mapToDouble(Point::x).max().orElse(0);
        return Points.scatter(
                name,
                title,
                caption,
                title,
                least > 0 && greatest / least > LOGARITHMIC_FROM,
                shown.quantity(),
                points);
    }
}
