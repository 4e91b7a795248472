package dev.atelier.cli.joblog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.terminal.PrintableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line of a job's log as text: time, level, attempt and message, with the stack trace of an error in the lines below. */
final class JobLogText {
    private static final int INDENT = 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private JobLogText() {}

    /** @param line as the results service returns it */
    static String of(JsonNode line) {
        String attempt =
                line.path("attempt").isIntegralNumber() ? line.path("attempt").asText() : "–";
        String text = "%s  %-5s  attempt %s  %s"
                .formatted(
                        time(line.path("time").asText()),
                        PrintableText.line(line.path("level").asText()),
                        attempt,
                        PrintableText.line(line.path("message").asText()));
        String stack = line.path("stack").asText("");
        return stack.isEmpty() || line.path("stack").isNull()
                ? text
                : text + "\n"
                        + PrintableText.lines(stack.strip()).indent(INDENT).stripTrailing();
    }

    /** To the millisecond, so that lines are aligned. */
    private static String time(String text) {
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeException e) {
            return PrintableText.line(text);
        }
    }
}
