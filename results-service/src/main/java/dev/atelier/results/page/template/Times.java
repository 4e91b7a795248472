package dev.atelier.results.page.template;

import dev.atelier.results.text.Printable;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations on pages. A time is in UTC until the script of the page shows it in the reader's time zone. */
@TemplateExtension(namespace = "times")
public final class Times {
    private static final String NOTHING = "–";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");
    private static final double EXACT_SECONDS = 10;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Times() {}

    /** A time. */
    static RawString at(Instant time) {
        return new RawString("<time datetime=\"" + time + "\">" + SECONDS.format(time) + " UTC</time>");
    }

    static RawString at(Optional<Instant> time) {
        return time.map(Times::at).orElseGet(() -> new RawString(NOTHING));
    }

    /** A sentence, with each time in it as {@link #at} shows it. */
    static RawString text(String sentence) {
        StringBuilder html = new StringBuilder();
        Matcher found = INSTANT.matcher(sentence);
        int end = 0;
        while (found.find()) {
            Optional<Instant> time = instant(found.group());
            if (time.isPresent()) {
                html.append(escape(sentence.substring(end, found.start())));
                html.append(at(time.get()).getValue());
                end = found.end();
            }
        }
        return new RawString(html.append(escape(sentence.substring(end))).toString());
    }

    /** The same of a sentence that may be absent. */
    static RawString text(Optional<String> sentence) {
        return text(sentence.orElse(""));
    }

    /** A duration in its two largest units. */
    public static String length(double seconds) {
        if (seconds < EXACT_SECONDS) {
            return Show.one(seconds) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return whole / MINUTE + " min " + whole % MINUTE + " s";
        }
        return whole < DAY
                ? whole / HOUR + " h " + whole % HOUR / MINUTE + " min"
                : whole / DAY + " d " + whole % DAY / HOUR + " h";
    }

    public static String length(Optional<Double> seconds) {
        return seconds.map(Times::length).orElse(NOTHING);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    private static String escape(String text) {
        return Printable.lines(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
