package dev.atelier.results.page.template;

import dev.atelier.results.report.StudyReport.ExperimentReport;
import dev.atelier.results.report.VariantReport;
import io.quarkus.qute.TemplateExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The results of variants as a report shows them: what was measured first, and no column in which there is nothing.
 *
 * @param columns titles of all columns but that of the variants
 */
@TemplateExtension(namespace = "variants")
public record VariantTable(List<String> columns, List<Row> rows) {
    public VariantTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A variant.
     *
     * @param cells in the order of the columns
     */
    public record Row(VariantReport variant, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    private record Column(String title, Function<VariantReport, String> cell) {}

    /** The variants of an experiment. */
    static VariantTable of(ExperimentReport part) {
        List<Column> columns = new ArrayList<>(measured());
        part.objective()
                .ifPresent(metric -> columns.add(new Column(metric, variant -> Show.summary(variant.objective()))));
        columns.add(seeds());
        columns.add(new Column("interval over seeds", variant -> Show.interval(variant.test())));
        columns.add(new Column("interval over images", variant -> Show.range(variant.images())));
        part.baseline()
                .ifPresent(baseline -> columns.add(new Column(
                        "difference from " + baseline + ", points", variant -> Show.comparison(variant.comparison()))));
        columns.addAll(published());
        columns.addAll(costs());
        columns.add(new Column("samples/s", variant -> Show.number(variant.samplesPerSecond())));
        return filled(columns, part.variants());
    }

    private static List<Column> measured() {
        return List.of(
                new Column("test", variant -> Show.summary(variant.test())),
                new Column("validation", variant -> Show.summary(variant.validation())),
                new Column("training", variant -> Show.summary(variant.train())));
    }

    private static Column seeds() {
        return new Column("seeds", variant -> variant.counted() + "/" + variant.jobs());
    }

    private static List<Column> published() {
        return List.of(
                new Column("published", variant -> Show.published(variant.published())),
                new Column("within tolerance", variant -> Show.within(variant.published())));
    }

    private static List<Column> costs() {
        return List.of(
                new Column("parameters", variant -> Show.count(variant.parameters())),
                new Column("seconds", variant -> Show.number(variant.seconds())));
    }

    private static VariantTable filled(List<Column> columns, List<VariantReport> variants) {
        List<Column> filled = columns.stream()
                .filter(column -> variants.stream()
                        .anyMatch(variant -> !column.cell().apply(variant).equals(Show.NOTHING)))
                .toList();
        return new VariantTable(
                filled.stream().map(Column::title).toList(),
                variants.stream()
                        .map(variant -> new Row(
                                variant,
                                filled.stream()
                                        .map(column -> column.cell().apply(variant))
                                        .toList()))
                        .toList());
    }
}
