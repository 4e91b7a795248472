package dev.atelier.results.report;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.HeatMap;
import dev.atelier.results.chart.Palette;
import dev.atelier.results.chart.ParallelCoordinates;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.text.Fields;
import dev.atelier.results.text.NumericOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What is drawn of the fields in which an experiment's variants differ. */
final class FieldCharts {
    private static final Set<String> NOT_COMPARED = Set.of("seed", "name", "tags", "priority");
    private static final String ABSENT = "–";
    private static final int FEWEST_IN_A_GRID = 4;
    private static final int MOST_BARS = 12;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private final Experiment experiment;
    private final String prefix;
    private final List<Tried> tried;
    private final List<String> differing;

    private FieldCharts(Experiment experiment) {
        this.experiment = experiment;
        this.prefix = experiment.anchor();
        this.tried = experiment.ranked().stream().map(Tried::of).toList();
        this.differing = Fields.differing(tried.stream().map(Tried::fields).toList());
    }

    /** A variant that has a result, with what was requested. */
    private record Tried(Experiment.Variant variant, Fields fields) {
        static Tried of(Experiment.Variant variant) {
            return new Tried(
                    variant,
                    Fields.of(Json.tree(variant.counted().getFirst().job().request()))
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
                prefix + "-gap-bars",
                "Gap by " + by,
                "Training accuracy minus validation accuracy, of the weights that were tested; mean over the seeds.",
                Quantity.points("gap, points"),
                ordered.stream()
                        .map(each -> byField
                                ? each.value(differing.getFirst())
                                : each.variant().name())
                        .toList(),
                List.of(new Bars.Group(
                        "gap",
                        Palette.of(0),
                        ordered.stream()
                                .map(each -> optional(each.variant().mean(Measured::gap)))
                                .toList())));
    }

    private Chart lines(List<HeatMap.Axis> axes) {
        return ParallelCoordinates.of(
                prefix + "-fields",
                "Variants by field",
                "Each line is a variant; the axes are the fields in which variants differ. Coloured by "
                        + quantity().label() + ".",
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
                capitalized(experiment.definition().objective().metric().title()) + " by "
                        + axes.get(0).field() + " and " + axes.get(1).field(),
                "Mean of " + quantity().label() + " over the seeds.",
                quantity(),
                axes.get(0),
                axes.get(1),
                axes.get(1).values().stream()
                        .map(up -> axes.get(0).values().stream()
                                .map(across -> cell(across, up))
                                .toList())
                        .toList());
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private Optional<Double> cell(String across, String up) {
        return tried.stream()
                .filter(each -> each.value(differing.get(0)).equals(across)
                        && each.value(differing.get(1)).equals(up))
                .findFirst()
                .flatMap(each -> rounded(objective(each)));
    }

    private Quantity quantity() {
        return Measured.axis(experiment.definition().objective().metric());
    }

    private OptionalDouble objective(Tried each) {
        return each.variant().objective(experiment.definition().objective().metric());
    }

    /** As the cell shows it: with two decimals in percent, else with three digits. */
    private Optional<Double> rounded(OptionalDouble value) {
        return optional(value)
                .map(BigDecimal::new)
                .map(number -> quantity().isPercent()
                        ? number.setScale(2, RoundingMode.HALF_EVEN)
                        : number.round(THREE_DIGITS))
                .map(BigDecimal::doubleValue);
    }

    private static Optional<Double> optional(OptionalDouble value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value.getAsDouble());
    }

    /** All values of a field, numbers from the least. */
    private List<String> values(String path) {
        return tried.stream()
                .map(each -> each.value(path))
                .distinct()
                .sorted(new NumericOrder())
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
