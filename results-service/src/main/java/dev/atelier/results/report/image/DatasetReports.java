package dev.atelier.results.report.image;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.results.chart.Bars;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Palette;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.image.DatasetImage;
import dev.atelier.results.image.DatasetImages;
import dev.atelier.results.image.ImagesAwayException;
import dev.atelier.results.view.RecordReader;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows published datasets: what they hold, and some of their images. */
@Singleton
public final class DatasetReports {
    private static final int PER_CLASS = 10;
    private static final String DISTRIBUTION = "distribution";

    private final RecordReader records;
    private final DatasetImages images;

    DatasetReports(RecordReader records, DatasetImages images) {
        this.records = records;
        this.images = images;
    }

    public Optional<DatasetReport> find(String key) {
        return records.manifest(key).map(this::report);
    }

    private DatasetReport report(DatasetManifest dataset) {
        try {
            return new DatasetReport(dataset, distribution(DISTRIBUTION, dataset), samples(dataset), Optional.empty());
        } catch (ImagesAwayException e) {
            return new DatasetReport(
                    dataset,
                    distribution(DISTRIBUTION, dataset),
                    List.of(),
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private List<DatasetReport.Sample> samples(DatasetManifest dataset) {
        List<List<DatasetImage>> byClass = images.first(dataset, DatasetSplit.TRAIN, PER_CLASS);
        List<DatasetReport.Sample> samples = new ArrayList<>();
        for (int i = 0; i < byClass.size(); i++) {
            samples.add(new DatasetReport.Sample(
                    dataset.classes().get(i),
                    byClass.get(i).stream().map(DatasetImage::dataUri).toList()));
        }
        return samples;
    }

    /**
     * How many images of each class a dataset holds.
     *
     * @param name of the chart
     */
    public static Chart distribution(String name, DatasetManifest dataset) {
        return Bars.upright(
                name,
                "Images of " + dataset.key() + " by class",
                "Images of each class for training (validation included) and for testing.",
                Quantity.number("images"),
                dataset.classes(),
                List.of(
                        group("training", Palette.TRAINING, dataset.train()),
                        group("test", Palette.TEST, dataset.test())));
    }

    private static Bars.Group group(String label, String color, DatasetManifest.SplitManifest split) {
        return new Bars.Group(
                label,
                color,
                split.perClass().stream()
                        .map(count -> Optional.of(count.doubleValue()))
                        .toList());
    }
}
