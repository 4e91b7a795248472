package dev.atelier.bench;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.dataset.DatasetReadException;
import dev.atelier.trainer.dataset.DatasetReader;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.dataset.ManifestReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Measures how fast a published dataset comes from its topic into memory, verification and everything included.
 * Arguments: bootstrap servers, name of the dataset (fashion-mnist), number of times to load it (15).
 */
public final class DatasetLoadBench {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final double MEGABYTE = 1e6;
    private static final double TARGET_MEGABYTES = 500;

    private DatasetLoadBench() {}

    public static void main(String[] arguments) throws DatasetReadException {
        String name = arguments.length > 1 ? arguments[1] : "fashion-mnist";
        int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        Broker broker = Broker.at(arguments[0]);
        try (ManifestReader manifests = new ManifestReader(broker, Topics.DATASETS.topicName())) {
            DatasetManifest manifest = manifests
                    .findNamed(name, TIMEOUT)
                    .orElseThrow(() -> new DatasetReadException("No dataset is published under the name " + name
                            + "; expected one that /api/datasets lists"));
            double median = measure(broker, manifest, times, System.out);
            System.out.printf(
                    "target %.0f MB/s: %s%n", TARGET_MEGABYTES, median >= TARGET_MEGABYTES ? "reached" : "missed");
        }
    }

    /** Loads the dataset a number of times, prints each time's megabytes per second, and returns the median. */
    static double measure(Broker broker, DatasetManifest manifest, int times, PrintStream out)
            throws DatasetReadException {
        double[] speeds = new double[times];
        for (int time = 0; time < times; time++) {
            long start = System.nanoTime();
            LoadedDataset dataset = new DatasetReader(broker, TIMEOUT).<RuntimeException>read(manifest, () -> {});
            double seconds = (System.nanoTime() - start) / 1e9;
            speeds[time] = dataset.bytes() / MEGABYTE / seconds;
            out.printf(
                    "%2d  %.1f MB in %.3f s: %.0f MB/s%n", time + 1, dataset.bytes() / MEGABYTE, seconds, speeds[time]);
        }
        double first = speeds[0];
        Arrays.sort(speeds);
        double median = (speeds[(times - 1) / 2] + speeds[times / 2]) / 2;
        out.printf(
                "median %.0f MB/s, slowest %.0f, fastest %.0f, first %.0f%n",
                median, speeds[0], speeds[times - 1], first);
        return median;
    }
}
