package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.topic.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Measures how fast a published dataset comes from its topic into memory, verification and everything included:
 *
 * <pre>java -cp … dev.atelier.trainer.dataset.DatasetLoadBench localhost:19092 fashion-mnist@c59f468a2f67 15</pre>
 */
public final class DatasetLoadBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double MEGABYTE = 1e6;

    private DatasetLoadBench() {}

    /**
     * @param arguments bootstrap servers, key of the dataset's manifest, number of times to load it
     */
    public static void main(String[] arguments) throws DatasetException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("expected three arguments: bootstrap servers, name@version, times");
        }
        Map<String, Object> connection = Map.of("bootstrap.servers", arguments[0]);
        try (ManifestReader manifests = new ManifestReader(connection, Topics.DATASETS.topicName())) {
            DatasetManifest manifest = manifests
                    .find(arguments[1], PATIENCE)
                    .orElseThrow(() -> new DatasetException("The topic " + Topics.DATASETS.topicName()
                            + " has no manifest " + arguments[1] + "; expected the key of a published dataset"));
            measure(connection, manifest, Integer.parseInt(arguments[2]), System.out);
        }
    }

    /** Loads the dataset a number of times, prints each time's megabytes per second, and returns the median. */
    static double measure(Map<String, Object> connection, DatasetManifest manifest, int times, PrintStream out)
            throws DatasetException {
        double[] speeds = new double[times];
        for (int time = 0; time < times; time++) {
            long start = System.nanoTime();
            Dataset dataset = new DatasetReader(connection, PATIENCE).read(manifest);
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
