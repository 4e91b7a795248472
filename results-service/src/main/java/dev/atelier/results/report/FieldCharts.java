package dev.atelier.results.report;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.HeatMap;
import dev.atelier.results.chart.ParallelCoordinates;
import dev.atelier.results.text.Fields;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What is drawn of the fields in which an experiment's variants differ. */
final class FieldCharts {
    private static final Set<String> NOT_COMPARED = Set.of("seed", "name", "tags");
    private static final String ABSENT = "–";
    private static final int FEWEST_IN_A_GRID = 4;
    private static final int MOST_BARS = 12;

    private final Experiment experiment;
    private final String prefix;
    private final List<Tried> tried;
    private final List<String> differing;

    private FieldCharts(Experiment experiment) {
        this.experiment = experiment;
        this.prefix = Chart.name(experiment.name());
        this.tried = experiment.ranked().stream().map(Tried::of).toList();
        this.differing = Fields.differing(tried.stream().map(Tried::fields).toList());
    }

    /** A variant that has a result, with what was requested. */
    private record Tried(Experiment.Variant variant, Fields fields) {
        static Tried of(Experiment.Variant variant) {
            return new Tried(
                    variant,
                    Fields.of(Json.tree(variant.jobs().getFirst().job().request()))
                            .without(NOT_COMPARED));
        }

        String value(String path) {
            return fields.value(path).orElse(ABSENT);
        }
    }

    static List<Chart> of(Experiment experiment) {
        return new FieldCharts(experiment).all();
    }

    /** A grid as a heat map where two fields differ, and as parallel coordinates; else the gap, where its bars find room. */
    private List<Chart> all() {
        if (differing.size() > 1 && tried.size() >= FEWEST_IN_A_GRID) {
            List<HeatMap.Axis> axes = differing.stream()
                    .map(path -> new HeatMap.Axis(Fields.shortName(path), values(path)))
                    .toList();
            return axes.size() == 2 ? List.of(heatMap(axes), lines(axes)) : List.of(lines(axes));
        }
        return tried.size() > 1 && tried.size() <= MOST_BARS ? List.of(gaps()) : List.of();
    }

    /** By the one field in which the variants differ, else by their names. */
    private Chart gaps() {
        boolean byField = differing.size() == 1;
        String by = byField ? Fields.shortName(differing.getFirst()) : "variant";
        List<Tried> ordered = byField ? inOrderOf(differing.getFirst()) : inOrderOfTheStudy();
        return Bars.upright(
                prefix + "-gap-by-" + Chart.name(by),
                "Gap by " + by,
                "Training accuracy minus validation accuracy, of the weights that were tested; mean over the seeds.",
                "gap, points",
                ordered.stream()
                        .map(each -> byField
                                ? each.value(differing.getFirst())
                                : each.variant().name())
                        .toList(),
                List.of(new Bars.Group(
                        "gap",
                        ordered.stream()
                                .map(each -> rounded(each.variant().mean(Measured::gap)))
                                .toList())));
    }

    private Chart lines(List<HeatMap.Axis> axes) {
        return ParallelCoordinates.of(
                prefix + "-fields",
                "Variants by field",
                "Each line is a variant; the axes are the fields in which variants differ. Coloured by " + quantity()
                        + ".",
                axes,
                quantity(),
                tried.stream()
                        .map(each -> new ParallelCoordinates.Line(
                                each.variant().name(),
                                differing.stream().map(each::value).toList(),
                                objective(each).orElse(0)))
                        .toList());
    }

    private Chart heatMap(List<HeatMap.Axis> axes) {
        return HeatMap.of(
                prefix + "-grid",
                axes.get(0).field() + " by " + axes.get(1).field(),
                "Mean of " + quantity() + " over the seeds.",
                axes.get(0),
                axes.get(1),
                axes.get(1).values().stream()
                        .map(up -> axes.get(0).values().stream()
                                .map(across -> cell(across, up))
                                .toList())
                        .toList());
    }

    private Optional<Double> cell(String across, String up) {
        return tried.stream()
                .filter(each -> each.value(differing.get(0)).equals(across)
                        && each.value(differing.get(1)).equals(up))
                .findFirst()
                .flatMap(each -> rounded(objective(each)));
    }

    private String quantity() {
        return Measured.axis(experiment.definition().objective().metric());
    }

    private OptionalDouble objective(Tried each) {
        return each.variant().objective(experiment.definition().objective().metric());
    }

    private static Optional<Double> rounded(OptionalDouble value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(Math.round(value.getAsDouble() * 100) / 100.0);
    }

    /** All values of a field, numbers from the least. */
    private List<String> values(String path) {
        List<String> values =
                tried.stream().map(each -> each.value(path)).distinct().toList();
        boolean numbers = values.stream().allMatch(value -> value.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?"));
        return values.stream()
                .sorted(numbers ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder())
                .toList();
    }

    private List<Tried> inOrderOf(String path) {
        List<String> values = values(path);
        return tried.stream()
                .sorted(Comparator.comparingInt(each -> values.indexOf(each.value(path))))
                .toList();
    }

    private List<Tried> inOrderOfTheStudy() {
        return tried.stream()
                .sorted(Comparator.comparingInt(each -> experiment.variants().indexOf(each.variant())))
                .toList();
    }
}
