package dev.atelier.bench.cnn;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.bench.BareLoop;
import dev.atelier.bench.Contender;
import dev.atelier.bench.Noise;
import dev.atelier.bench.PythonLoop;
import dev.atelier.cnn.algorithm.CnnAlgorithm;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.djl.training.Torch;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.checkpoint.StoredFile;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.machine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Trains the published study's network, batch 64, Adam, by turns with DJL's own training loop and, where Python has the
 * same PyTorch, with an eager script: once as it comes, once with channels last, both with the fused Adam. First it makes
 * sure that the script computes the same losses. Arguments: rounds (7), steps a round (100), threads (2).
 */
public final class CnnBench {
    private static final int BATCH_SIZE = 64;
    private static final int BATCHES = 100;
    private static final int CHECKED_STEPS = 20;
    private static final double TOLERANCE = 1e-3;
    private static final double STOCK_TARGET = 1.15;
    private static final double EAGER_TARGET = 1.0;
    private static final List<String> SCRIPTS = List.of("torch_cnn.py", "atelier.py");

    private CnnBench() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = argument(arguments, 0, 7);
        int steps = argument(arguments, 1, 100);
        int threads = argument(arguments, 2, 2);
        System.out.printf(
                "%s, %d processors, %s, Java %s, PyTorch %s%n",
                Machine.processor(),
                Runtime.getRuntime().availableProcessors(),
                Vectors.describe(),
                System.getProperty("java.runtime.version"),
                Torch.engine().getVersion());
        System.out.printf(
                "conv 32, conv 64, 256, 10; batch %d, Adam; %d rounds of %d steps, %d threads%n",
                BATCH_SIZE, rounds, steps, threads);
        System.exit(compare(rounds, steps, threads) ? 0 : 1);
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static boolean compare(int rounds, int steps, int threads) throws Exception {
        Job job = job(threads);
        InputShape shape = new InputShape(1, 28, 28, 10);
        List<Batch> batches = Noise.batches(shape, BATCH_SIZE, BATCHES);
        Path folder = Files.createTempDirectory("cnn-bench");
        List<PythonLoop> scripts = new ArrayList<>();
        try (BareLoop ours = new BareLoop(new CnnAlgorithm(), job, shape, batches);
                StockLoop stock = new StockLoop(
                        shape, batches, (float) job.training().optimizer().learningRate(), threads)) {
            Noise.write(batches, folder);
            StoredFile.write(folder.resolve("model.safetensors"), ours.weights());
            double[] losses = ours.losses(CHECKED_STEPS);
            List<Contender> contenders = new ArrayList<>(List.of(
                    new Contender("ours", BATCH_SIZE, ours::run),
                    new Contender("DJL's own loop", BATCH_SIZE, stock::run)));
            for (String layout : List.of("contiguous", "channels_last")) {
                start(folder, job, layout, threads).ifPresent(script -> {
                    scripts.add(script);
                    contenders.add(new Contender(script.version(), BATCH_SIZE, script::run));
                });
            }
            for (PythonLoop script : scripts) {
                if (!same(losses, script.losses(CHECKED_STEPS))) {
                    return false;
                }
            }
            ours.run(steps);
            stock.run(steps);
            Contender.takeTurns(contenders, rounds, steps);
            report(contenders);
            return true;
        } finally {
            scripts.forEach(PythonLoop::close);
            delete(folder);
        }
    }

    private static Optional<PythonLoop> start(Path folder, Job job, String layout, int threads) throws IOException {
        for (String script : SCRIPTS) {
            try (InputStream text = Objects.requireNonNull(CnnBench.class.getResourceAsStream(script), script)) {
                Files.write(folder.resolve(script), text.readAllBytes());
            }
        }
        Files.write(folder.resolve("job.json"), Json.bytes(job));
        try {
            return Optional.of(PythonLoop.start(
                    folder.resolve(SCRIPTS.getFirst()),
                    List.of(folder.toString(), layout, Integer.toString(threads)),
                    Map.of("OMP_NUM_THREADS", Integer.toString(threads))));
        } catch (IOException missing) {
            System.out.println("PyTorch does not run in Python here, so it is left out: " + missing.getMessage());
            return Optional.empty();
        }
    }

    private static boolean same(double[] ours, double[] theirs) {
        for (int i = 0; i < ours.length; i++) {
            if (!(Math.abs(ours[i] - theirs[i]) <= TOLERANCE)) {
                System.out.printf("The losses of step %d differ: ours %.7f, theirs %.7f%n", i + 1, ours[i], theirs[i]);
                return false;
            }
        }
        System.out.printf("The first %d losses agree to %.0e%n", ours.length, TOLERANCE);
        return true;
    }

    private static void report(List<Contender> contenders) {
        contenders.forEach(contender -> System.out.println(contender.line()));
        double ours = contenders.getFirst().median();
        for (int i = 1; i < contenders.size(); i++) {
            double target = i == 1 ? STOCK_TARGET : EAGER_TARGET;
            double ratio = ours / contenders.get(i).median();
            System.out.printf(
                    "ours / %s: %.2f (target %.2f: %s)%n",
                    contenders.get(i).name(), ratio, target, ratio >= target ? "reached" : "missed");
        }
    }

    private static Job job(int threads) throws JsonProcessingException {
        return JobSchema.resolve(Json.MAPPER.readTree("""
                {"family": "cnn", "name": "bench", "training": {"batchSize": %d}, "runtime": {"device": "cpu", "threads": %d}}
                """.formatted(BATCH_SIZE, threads)))
                .orElseThrow();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
