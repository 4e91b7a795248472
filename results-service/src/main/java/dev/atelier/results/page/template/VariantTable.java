package dev.atelier.results.page.template;

import dev.atelier.results.page.template.FilledColumns.Column;
import dev.atelier.results.report.StudyReport.ExperimentReport;
import dev.atelier.results.report.VariantReport;
import io.quarkus.qute.TemplateExtension;
import java.util.ArrayList;
import java.util.List;

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

    /** The variants of an experiment. */
    static VariantTable of(ExperimentReport part) {
        List<Column<VariantReport>> columns = new ArrayList<>(measured());
        part.objective()
                .ifPresent(metric -> columns.add(new Column<>(metric, variant -> Show.summary(variant.objective()))));
        columns.add(seeds());
        columns.add(new Column<>("interval over seeds", variant -> Show.interval(variant.test())));
        columns.add(new Column<>("interval over images", variant -> Show.range(variant.images())));
        part.baseline()
                .ifPresent(baseline -> columns.add(new Column<>(
                        "difference from " + baseline + ", points", variant -> Show.comparison(variant.comparison()))));
        columns.addAll(published());
        columns.addAll(costs());
        columns.add(new Column<>("samples/s", variant -> Show.number(variant.samplesPerSecond())));
        FilledColumns<VariantReport> filled = FilledColumns.of(columns, part.variants());
        return new VariantTable(
                filled.titles(),
                part.variants().stream()
                        .map(variant -> new Row(variant, filled.cells(variant)))
                        .toList());
    }

    private static List<Column<VariantReport>> measured() {
        return List.of(
                new Column<>("test", variant -> Show.summary(variant.test())),
                new Column<>("validation", variant -> Show.summary(variant.validation())),
                new Column<>("training", variant -> Show.summary(variant.train())));
    }

    private static Column<VariantReport> seeds() {
        return new Column<>("seeds", variant -> variant.counted() + "/" + variant.jobs());
    }

    private static List<Column<VariantReport>> published() {
        return List.of(
                new Column<>("published", variant -> Show.published(variant.published())),
                new Column<>("within tolerance", variant -> Show.within(variant.published())));
    }

    private static List<Column<VariantReport>> costs() {
        return List.of(
                new Column<>("parameters", variant -> Show.count(variant.parameters())),
                new Column<>("seconds", variant -> Show.number(variant.seconds())));
    }
}
