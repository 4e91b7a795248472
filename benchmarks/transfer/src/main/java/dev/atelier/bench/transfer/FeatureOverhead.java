package dev.atelier.bench.transfer;

import dev.atelier.bench.Contender;
import dev.atelier.bench.Noise;
import dev.atelier.contracts.job.Job;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.dataset.DatasetReadException;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.training.BareRun;
import dev.atelier.transfer.algorithm.TransferAlgorithm;
import dev.atelier.transfer.weights.WeightsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures what a study of three heads takes with the backbone's features kept, and without; beside one pass of the
 * backbone over the data and what the heads take by themselves. On the dataset of a stack that is up. Arguments:
 * bootstrap servers, rounds (3).
 */
public final class FeatureOverhead {
    private static final String DATASET = "fashion-mnist";
    private static final List<String> HEADS = List.of("[]", "[256]", "[256, 128]");
    private static final int THREADS = 2;
    private static final int IMAGES = 5000 + 1000 + 10_000;
    private static final int BATCH_SIZE = 64;
    private static final InputShape SHAPE = new InputShape(3, 64, 64, 10);
    private static final double TARGET = 1.25;
    private static final long BYTES = 1L << 30;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private FeatureOverhead() {}

    public static void main(String[] arguments) throws DatasetReadException, IOException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path folder = Files.createTempDirectory("feature-share");
        try (DatasetLibrary datasets = new DatasetLibrary(Broker.at(arguments[0]), BYTES)) {
            var manifest = datasets.manifest(DATASET, TIMEOUT)
                    .orElseThrow(() -> new DatasetReadException("The dataset " + DATASET + " is not published"));
            var algorithm = new TransferAlgorithm(WeightsSettings.of(folder, Set.of()));
            BareRun bare = BareRun.on(manifest, datasets, algorithm);
            List<Job> jobs = HEADS.stream()
                    .map(hidden -> BenchJobs.head(hidden, THREADS))
                    .toList();
            pass(algorithm, jobs.getFirst());
            List<Double> pass = new ArrayList<>();
            List<Double> kept = new ArrayList<>();
            List<Double> heads = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Path features = folder.resolve("features-" + round);
                BareRun keeping = bare.keeping(
                        new FeatureStore(features, new Retention(BYTES, Duration.ofDays(1)), Clock.systemUTC()));
                pass.add(pass(algorithm, jobs.getFirst()));
                kept.add(seconds(keeping, jobs));
                heads.add(seconds(keeping, jobs));
                System.out.printf(
                        "round %d of %d: one pass %.1f s, the study %.1f s, its heads again %.1f s%n",
                        round + 1, rounds, pass.getLast(), kept.getLast(), heads.getLast());
            }
            long peakKept = Machine.peakMemoryBytes();
            double without = seconds(bare, jobs);
            report(pass, kept, heads, without);
            System.out.printf(
                    "peak memory of the process: %d MiB when features were stored, %d MiB at the end%n",
                    peakKept >> 20, Machine.peakMemoryBytes() >> 20);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static void report(List<Double> pass, List<Double> kept, List<Double> heads, double without) {
        double least = Contender.median(pass) + Contender.median(heads);
        double ratio = Contender.median(kept) / least;
        System.out.printf("%s; three heads, five epochs, 5,000 images of 64 x 64%n", Machine.processor());
        System.out.printf(
                "one pass of the backbone over %,d images (training, validation, test): median %.1f s; %s%n",
                IMAGES, Contender.median(pass), pass);
        System.out.printf("the heads on stored features: median %.1f s; %s%n", Contender.median(heads), heads);
        System.out.printf("the study, with features stored: median %.1f s; %s%n", Contender.median(kept), kept);
        System.out.printf(
                "the study, without stored features, once: %.1f s, %.1f times as long%n",
                without, without / Contender.median(kept));
        System.out.printf(
                "the study / (one pass + the heads): %.2f (target at most %.2f: %s)%n",
                ratio, TARGET, ratio <= TARGET ? "reached" : "missed");
    }

    private static double seconds(BareRun run, List<Job> jobs) {
        return jobs.stream()
                .mapToDouble(job -> run.time(job).whole().toMillis() / 1000.0)
                .sum();
    }

    private static double pass(TransferAlgorithm algorithm, Job job) {
        List<Batch> batches = Noise.batches(SHAPE, BATCH_SIZE, 4);
        try (Encoder encoder = algorithm.encoder(job, SHAPE, new Seeds(1)).orElseThrow()) {
            float[] features = new float[BATCH_SIZE * encoder.features().features()];
            long begun = System.nanoTime();
            for (int batch = 0; batch < IMAGES / BATCH_SIZE; batch++) {
                encoder.encode(batches.get(batch % batches.size()), features);
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
