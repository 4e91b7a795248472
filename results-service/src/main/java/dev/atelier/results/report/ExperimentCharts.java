package dev.atelier.results.report;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.HeatMap;
import dev.atelier.results.chart.ParallelCoordinates;
import dev.atelier.results.request.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What is drawn of an experiment: its curves, and the fields in which its variants differ. */
final class ExperimentCharts {
    private static final int MOST_CURVES = 8;
    private static final Set<String> NOT_COMPARED = Set.of("seed", "name", "tags");
    private static final String BAND =
            "A line is the mean over the seeds, its band reaches from the least to the greatest.";

    private final Experiment experiment;
    private final List<Experiment.Variant> drawn;
    private final String prefix;

    private ExperimentCharts(Experiment experiment) {
        this.experiment = experiment;
        this.prefix = Chart.name(experiment.name());
        List<Experiment.Variant> trained = experiment.variants().stream()
                .filter(variant ->
                        variant.jobs().stream().anyMatch(job -> !job.epochs().isEmpty()))
                .toList();
        this.drawn = trained.size() <= MOST_CURVES ? trained : best(trained);
    }

    static List<Chart> of(Experiment experiment) {
        ExperimentCharts charts = new ExperimentCharts(experiment);
        List<Chart> all = new ArrayList<>(charts.fields());
        if (!charts.drawn.isEmpty()) {
            all.addAll(charts.curves());
        }
        return all;
    }

    private List<Experiment.Variant> best(List<Experiment.Variant> trained) {
        List<Experiment.Variant> ranked = experiment.ranked();
        return (ranked.isEmpty() ? trained : ranked).stream().limit(MOST_CURVES).toList();
    }

    private List<Chart> curves() {
        String which = drawn.size() == experiment.variants().size()
                ? ""
                : " Of " + experiment.variants().size() + " variants the best " + drawn.size() + " by "
                        + experiment.asked().objective().metric().jsonName() + " are drawn.";
        return CurveCharts.of(
                prefix,
                drawn.stream()
                        .map(variant -> new CurveCharts.Line(variant.name(), variant.jobs()))
                        .toList(),
                BAND + which);
    }

    /** A heat map where two fields differ, parallel coordinates where two or more do. */
    private List<Chart> fields() {
        Map<Experiment.Variant, Fields> requests = new LinkedHashMap<>();
        experiment
                .ranked()
                .forEach(variant -> requests.put(
                        variant,
                        Fields.of(Json.tree(variant.jobs().getFirst().job().request()))
                                .without(NOT_COMPARED)));
        List<String> differing = Fields.differing(requests.values());
        if (differing.size() < 2 || requests.size() < 4) {
            return List.of();
        }
        List<HeatMap.Axis> axes = differing.stream()
                .map(path -> new HeatMap.Axis(
                        Fields.shortName(path),
                        values(path, requests.values().stream().toList())))
                .toList();
        List<Chart> charts = new ArrayList<>();
        if (axes.size() == 2) {
            charts.add(heatMap(differing, axes, requests));
        }
        charts.add(ParallelCoordinates.of(
                prefix + "-fields",
                "What was tried",
                "Each line is a variant through the values of the fields in which variants differ, coloured by "
                        + quantity() + ".",
                axes,
                quantity(),
                requests.entrySet().stream()
                        .map(entry -> new ParallelCoordinates.Line(
                                entry.getKey().name(),
                                differing.stream()
                                        .map(path ->
                                                entry.getValue().value(path).orElse("–"))
                                        .toList(),
                                objective(entry.getKey()).orElse(0)))
                        .toList()));
        return charts;
    }

    private Chart heatMap(List<String> paths, List<HeatMap.Axis> axes, Map<Experiment.Variant, Fields> requests) {
        List<List<Optional<Double>>> cells = axes.get(1).values().stream()
                .map(up -> axes.get(0).values().stream()
                        .map(across -> requests.entrySet().stream()
                                .filter(entry -> entry.getValue()
                                                .value(paths.get(0))
                                                .orElse("–")
                                                .equals(across)
                                        && entry.getValue()
                                                .value(paths.get(1))
                                                .orElse("–")
                                                .equals(up))
                                .findFirst()
                                .map(entry -> rounded(objective(entry.getKey()).orElse(0))))
                        .toList())
                .toList();
        return HeatMap.of(
                prefix + "-grid",
                axes.get(0).field() + " by " + axes.get(1).field(),
                "Mean of " + quantity() + " over the seeds.",
                axes.get(0),
                axes.get(1),
                cells);
    }

    private String quantity() {
        String metric = experiment.asked().objective().metric().jsonName().replace('.', ' ');
        return metric.endsWith("accuracy") ? metric + ", %" : metric;
    }

    private OptionalDouble objective(Experiment.Variant variant) {
        return variant.objective(experiment.asked().objective().metric());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static List<String> values(String path, List<Fields> requests) {
        List<String> values = requests.stream()
                .map(request -> request.value(path).orElse("–"))
                .distinct()
                .toList();
        boolean numbers = values.stream().allMatch(value -> value.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?"));
        return values.stream()
                .sorted(numbers ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder())
                .toList();
    }
}
