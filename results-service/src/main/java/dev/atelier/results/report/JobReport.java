package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.report.image.ModelReport;
import java.util.List;
import java.util.Optional;

/**
 * What is drawn of one job.
 *
 * @param curves its quantities by epoch, also before the first
 * @param model its model on the test images, once it has a result
 */
public record JobReport(List<Chart> curves, Optional<ModelReport> model) {
    public JobReport {
        curves = List.copyOf(curves);
    }
}
