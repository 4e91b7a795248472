package dev.atelier.pipeline.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run of the suite did and found, as a file for people and as text on the console.
 *
 * @param title what was run
 * @param facts seed, counts and whatever else is to be known, in their order
 * @param replay properties that run the same again
 * @param counted numbers by heading: faults by kind, submissions by sort, records by topic
 */
record Report(
        String title,
        Map<String, String> facts,
        String replay,
        Map<String, Map<?, Integer>> counted,
        List<Check> checks,
        Duration duration) {

    boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /** Writes the report into a folder and prints it. */
    void publish(Path folder, String file) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(file), markdown());
        System.out.println(text());
        System.out.println("  report: " + folder.resolve(file));
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(title + " took " + duration.toSeconds() + " s");
        facts.forEach((name, value) -> lines.add("  " + name + ": " + value));
        counted.forEach((name, numbers) -> lines.add("  " + name + ": " + line(numbers)));
        checks.forEach(check -> lines.add("  " + check));
        lines.add("  again: ./atelier test -Pfaults " + replay);
        return String.join("\n", lines);
    }

    private String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# " + title);
        lines.add("");
        facts.forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("- duration: " + duration.toSeconds() + " s");
        lines.add("- again: `./atelier test -Pfaults " + replay + "`");
        counted.forEach((heading, numbers) -> {
            lines.addAll(List.of("", "| " + heading + " | count |", "|---|---|"));
            sorted(numbers).forEach((name, count) -> lines.add("| " + name + " | " + count + " |"));
        });
        lines.addAll(List.of("", "| check | over | result |", "|---|---|---|"));
        checks.forEach(check -> lines.add("| " + check.name() + " | " + check.counted() + " | "
                + (check.holds() ? "holds" : "**fails**") + " |"));
        checks.stream().filter(check -> !check.holds()).forEach(check -> {
            lines.addAll(List.of("", "## Fails: " + check.name(), ""));
            check.violations().forEach(violation -> lines.add("- " + violation));
        });
        return String.join("\n", lines) + "\n";
    }

    private static String line(Map<?, Integer> numbers) {
        int total = numbers.values().stream().mapToInt(Integer::intValue).sum();
        return total + " " + sorted(numbers);
    }

    private static Map<String, Integer> sorted(Map<?, Integer> numbers) {
        Map<String, Integer> sorted = new TreeMap<>();
        numbers.forEach((name, count) -> sorted.put(name.toString(), count));
        return sorted;
    }
}
