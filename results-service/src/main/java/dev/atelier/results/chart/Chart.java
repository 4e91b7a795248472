package dev.atelier.results.chart;

import dev.atelier.contracts.json.Json;
import java.util.Locale;
import java.util.Map;

/**
 * A chart.
 *
 * @param name distinguishes it from the other charts of its page: lower-case letters, digits and hyphens
 * @param title what it shows
 * @param caption how to read it, in a sentence
 * @param height in pixels; it is as wide as there is room
 * @param option what ECharts draws: JSON without functions
 */
public record Chart(String name, String title, String caption, int height, Map<String, Object> option) {
    private static final int LENGTH = 100;

    public Chart {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "name is '" + name + "'; expected lower-case letters and digits with single hyphens between");
        }
    }

    /** The option as text. */
    public String json() {
        return Json.text(option);
    }

    /** A name that fits {@code text}: what is no letter or digit becomes a hyphen. */
    public static String name(String text) {
        String beginning = text.substring(0, Math.min(text.length(), LENGTH));
        String name =
                beginning.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "unnamed" : name;
    }
}
