package dev.atelier.results.page.template;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Unit;
import dev.atelier.results.statistics.Comparison;
import dev.atelier.results.statistics.Interval;
import dev.atelier.results.statistics.SeedSummary;
import dev.atelier.results.text.Printable;
import dev.atelier.results.view.study.StudyView.PublishedFigures;
import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Figures as a report writes them; what is not there is a dash. */
@TemplateExtension(namespace = "show")
public final class Show {
    static final String NOTHING = "–";
    private static final char NO_BREAK_SPACE = '\u00A0';
    /** The metric of published figures that are shown without its title. */
    private static final Metric TEST_ACCURACY = Metric.of(Split.TEST, Figure.ACCURACY);

    private Show() {}

    /** A name to click on; the id where nothing of the name can be seen. */
    static String name(String name, String id) {
        return Printable.name(name, id);
    }

    /** An id as a part of an address. */
    static String path(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
    }

    static String summary(Optional<SeedSummary> summary) {
        return summary.map(figure -> two(figure.mean())
                        + figure.standardDeviation()
                                .map(deviation -> " ± " + two(deviation))
                                .orElse(""))
                .orElse(NOTHING);
    }

    static String interval(Optional<SeedSummary> summary) {
        return range(summary.flatMap(SeedSummary::interval));
    }

    static String range(Optional<Interval> interval) {
        return interval.map(range -> "[" + two(range.least()) + ", " + two(range.greatest()) + "]")
                .orElse(NOTHING);
    }

    static String published(Optional<PublishedFigures> published) {
        return published
                .map(figures -> figures.values().stream().map(Show::two).collect(Collectors.joining(" / ")) + " ± "
                        + figures.tolerance()
                        + (figures.metric().equals(TEST_ACCURACY.name()) ? "" : " (" + title(figures.metric()) + ")"))
                .orElse(NOTHING);
    }

    static String within(Optional<PublishedFigures> published) {
        return published
                .flatMap(PublishedFigures::reproduced)
                .map(reproduced -> reproduced ? "yes" : "no")
                .orElse(NOTHING);
    }

    static String comparison(Optional<Comparison> comparison) {
        return comparison
                .map(compared -> switch (compared.verdict()) {
                            case EQUAL -> "equal";
                            case DIFFERENT -> difference(compared) + " different";
                            case EQUIVALENT -> difference(compared) + " equivalent";
                            case UNDECIDED -> difference(compared) + " undecided";
                            case CONSTANT -> difference(compared) + " on each";
                            case ONE_SEED -> difference(compared);
                        }
                        + ", " + Counted.of(compared.seeds(), "seed"))
                .orElse(NOTHING);
    }

    /** In one line: a cell may be broken behind it only. */
    private static String difference(Comparison compared) {
        String text = String.format(Locale.ROOT, "%+.2f", compared.difference())
                + compared.interval()
                        .map(interval -> " [" + two(interval.least()) + ", " + two(interval.greatest()) + "]")
                        .orElse("");
        return text.replace(' ', NO_BREAK_SPACE);
    }

    /** A fraction in percent. */
    public static String percent(Optional<Double> fraction) {
        return fraction.map(value -> points(value) + " %").orElse(NOTHING);
    }

    /** A metric as people read it: a fraction in percent, anything else as a number. */
    public static String metric(Metric metric, Optional<Double> value) {
        return metric.unit().equals(Optional.of(Unit.FRACTION))
                ? percent(value)
                : value.map(number -> String.format(Locale.ROOT, "%.4f", number))
                        .orElse(NOTHING);
    }

    /** A metric by its name, for people. */
    static String title(String metric) {
        return new Metric(metric).title();
    }

    /** A metric by its name, as people read its value. */
    static String metric(String metric, Double value) {
        return metric(new Metric(metric), Optional.of(value));
    }

    /** A figure with two decimals. */
    static String figure(Optional<Double> value) {
        return value.map(Show::two).orElse(NOTHING);
    }

    static String count(Optional<Long> count) {
        return count.map(Show::whole).orElse(NOTHING);
    }

    /** A whole number, by thousands. */
    static String whole(Number number) {
        return String.format(Locale.ROOT, "%,d", number.longValue());
    }

    /** So many things, by thousands. */
    static String counted(Number number, String singular) {
        return whole(number) + " " + Counted.noun(number.longValue(), singular);
    }

    static String number(Optional<Double> number) {
        return number.map(value -> String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value))
                .orElse(NOTHING);
    }

    static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** A fraction as percentage points. */
    static String points(double fraction) {
        return two(100 * fraction);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
