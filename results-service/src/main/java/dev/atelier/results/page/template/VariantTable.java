package dev.atelier.results.page.template;

import dev.atelier.results.report.StudyReport;
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
     * @param experiment that it is of
     * @param cells in the order of the columns
     */
    public record Row(VariantReport variant, ExperimentReport experiment, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    private record Column(String title, Function<VariantReport, String> cell) {}

    private record Entry(VariantReport variant, ExperimentReport experiment) {}

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
        return filled(
                columns,
                part.variants().stream()
                        .map(variant -> new Entry(variant, part))
                        .toList());
    }

    /** The variants of all experiments. */
    static VariantTable all(StudyReport report) {
        List<Column> columns = new ArrayList<>(measured());
        columns.add(seeds());
        columns.addAll(published());
        columns.addAll(costs());
        return filled(
                columns,
                report.parts().stream()
                        .flatMap(part -> part.variants().stream().map(variant -> new Entry(variant, part)))
                        .toList());
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

    private static VariantTable filled(List<Column> columns, List<Entry> entries) {
        List<Column> filled = columns.stream()
                .filter(column -> entries.stream()
                        .anyMatch(entry -> !column.cell().apply(entry.variant()).equals(Show.NOTHING)))
                .toList();
        return new VariantTable(
                filled.stream().map(Column::title).toList(),
                entries.stream()
                        .map(entry -> new Row(
                                entry.variant(),
                                entry.experiment(),
                                filled.stream()
                                        .map(column -> column.cell().apply(entry.variant()))
                                        .toList()))
                        .toList());
    }
}
