package dev.atelier.cli.client;

import java.util.List;
import java.util.Map;

/**
 * The report of a study as the results-service writes it.
 *
 * @param html the whole report in one file
 * @param markdown the report, which looks for its charts as {@code charts/NAME.svg} and for its images as
 *     {@code images/NAME.png}
 * @param library where the service has the script that draws the charts
 */
public record Report(String html, String markdown, String library, List<Chart> charts, List<Image> images) {
    public Report {
        charts = List.copyOf(charts);
        images = List.copyOf(images);
    }

    /**
     * A chart.
     *
     * @param height in pixels
     * @param option what ECharts draws
     */
    public record Chart(String name, int height, Map<String, Object> option) {}

    /** An image. */
    @SuppressWarnings("ArrayRecordComponent") // written, never compared
    public record Image(String name, byte[] png) {}
}
