package dev.atelier.results.report.image;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.results.chart.Chart;
import java.util.List;
import java.util.Optional;

/**
 * A published dataset as its page shows it.
 *
 * @param distribution how many images there are of each class
 * @param samples some training images of each class
 * @param away why there are no samples
 */
public record DatasetReport(DatasetManifest manifest, Chart distribution, List<Sample> samples, Optional<String> away) {
    public DatasetReport {
        samples = List.copyOf(samples);
    }

    /**
     * Some images of one class.
     *
     * @param pictures addresses that hold the images themselves
     */
    public record Sample(String label, List<String> pictures) {
        public Sample {
            pictures = List.copyOf(pictures);
        }
    }
}
