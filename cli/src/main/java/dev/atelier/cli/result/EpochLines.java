package dev.atelier.cli.result;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.contracts.json.NumberText;
import dev.atelier.contracts.metric.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The epochs of a job in plain text, a row for each. */
public final class EpochLines {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private EpochLines() {}

    public static TextTable of(List<Epoch> epochs, ShownMetrics shown) {
        Collection<Metric> metrics = shown.ofEpochTable();
        TextTable table = new TextTable(Stream.of(
                        Stream.of(">epoch"),
                        metrics.stream().map(metric -> ">" + MetricText.header(metric)),
                        Stream.of(">learning rate", ">samples/s", ">seconds"))
                .flatMap(part -> part)
                .toArray(String[]::new));
        for (Epoch epoch : epochs) {
            table.row(Stream.of(
                            Stream.of(Integer.toString(epoch.epoch())),
                            metrics.stream()
                                    .map(metric -> MetricText.cell(
                                            metric, epoch.metrics().get(metric.name()))),
                            Stream.of(
                                    rate(epoch.learningRate()),
                                    number("%,.0f", epoch.samplesPerSecond()),
                                    number("%.2f", epoch.seconds())))
                    .flatMap(part -> part)
                    .toArray(String[]::new));
        }
        return table;
    }

    private static String rate(@Nullable Double value) {
        return value == null
                ? "-"
                : NumberText.of(new BigDecimal(value).round(THREE_DIGITS).doubleValue());
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
