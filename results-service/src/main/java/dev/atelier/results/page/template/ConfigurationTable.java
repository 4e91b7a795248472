package dev.atelier.results.page.template;

import dev.atelier.results.page.template.FilledColumns.Column;
import dev.atelier.results.report.StudyReport;
import dev.atelier.results.report.StudyReport.ConfigurationReport;
import dev.atelier.results.report.VariantReport;
import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The results of all configurations of a study as a report shows them, with no column in which there is nothing.
 *
 * @param columns titles of all columns but those of the variants and their experiments
 */
@TemplateExtension(namespace = "configurations")
public record ConfigurationTable(List<String> columns, List<Row> rows) {
    public ConfigurationTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A configuration.
     *
     * @param variants those that have it
     * @param cells in the order of the columns
     */
    public record Row(List<ConfigurationReport.Variant> variants, List<String> cells) {
        public Row {
            variants = List.copyOf(variants);
            cells = List.copyOf(cells);
        }

        /** Whether an experiment chose it. */
        public boolean chosen() {
            return variants.stream().anyMatch(variant -> variant.report().chosen());
        }
    }

    private static final List<Column<ConfigurationReport>> ALL = List.of(
            new Column<>("test", each -> Show.summary(each.test())),
            new Column<>("validation", each -> Show.summary(each.validation())),
            new Column<>("training", each -> Show.summary(each.train())),
            new Column<>("seeds", each -> each.counted() + "/" + each.jobs()),
            new Column<>("published", each -> ofPublished(each, variant -> Show.published(variant.published()))),
            new Column<>("within tolerance", each -> ofPublished(each, variant -> Show.within(variant.published()))),
            new Column<>("parameters", each -> Show.count(each.parameters())),
            new Column<>("seconds", each -> Show.number(each.seconds())));

    /** The configurations of all experiments. */
    static ConfigurationTable all(StudyReport report) {
        FilledColumns<ConfigurationReport> filled = FilledColumns.of(ALL, report.configurations());
        return new ConfigurationTable(
                filled.titles(),
                report.configurations().stream()
                        .map(each -> new Row(each.variants(), filled.cells(each)))
                        .toList());
    }

    /** One for each variant for which figures were published; a dash where there are none. */
    private static String ofPublished(ConfigurationReport configuration, Function<VariantReport, String> cell) {
        List<VariantReport> published = configuration.variants().stream()
                .map(ConfigurationReport.Variant::report)
                .filter(variant -> variant.published().isPresent())
                .toList();
        return published.stream().allMatch(variant -> cell.apply(variant).equals(Show.NOTHING))
                ? Show.NOTHING
                : published.stream().map(cell).collect(Collectors.joining("; "));
    }
}
