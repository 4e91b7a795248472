package dev.atelier.cli.report;

import dev.atelier.cli.client.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * A folder with a report: {@code report.html}, which holds everything, and {@code report.md} with its charts and images
 * beside it. What an earlier report left there is written over.
 */
public final class ReportFolder {
    private static final int WIDTH = 720;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes a report.
     *
     * @param library the text of the library that draws its charts
     * @param drawn gets the number of charts drawn, after each
     * @throws UncheckedIOException if the folder cannot be written to
     */
    public void write(Report report, String library, IntConsumer drawn) {
        try {
            Path charts = Files.createDirectories(folder.resolve("charts"));
            try (ChartDrawer drawer = new ChartDrawer(library)) {
                int count = 0;
                for (Report.Chart chart : report.charts()) {
                    Files.writeString(
                            charts.resolve(file(chart.name(), ".svg")),
                            drawer.svg(chart.option(), WIDTH, chart.height()));
                    drawn.accept(++count);
                }
            }
            Path images = Files.createDirectories(folder.resolve("images"));
            for (Report.Image image : report.images()) {
                Files.write(images.resolve(file(image.name(), ".png")), image.png());
            }
            Files.writeString(markdown(), report.markdown());
            Files.writeString(html(), report.html());
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written to " + folder, e);
        }
    }

    public Path html() {
        return folder.resolve("report.html");
    }

    public Path markdown() {
        return folder.resolve("report.md");
    }

    private static String file(String name, String ending) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the report has a file '" + name + "'; expected lower-case letters, digits and hyphens");
        }
        return name + ending;
    }
}
