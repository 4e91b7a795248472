package dev.atelier.bench.transfer;

import dev.atelier.bench.Contender;
import dev.atelier.bench.Noise;
import dev.atelier.bench.PythonLoop;
import dev.atelier.djl.training.Torch;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.transfer.algorithm.TransferAlgorithm;
import dev.atelier.transfer.weights.WeightsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes images of 64 pixels a side through the frozen backbone, batch 64, by turns with torchvision's in eager PyTorch.
 * Arguments: rounds (7), steps a round (20), threads (2).
 */
public final class BackboneBench {
    private static final int BATCH_SIZE = 64;
    private static final int BATCHES = 10;
    private static final InputShape SHAPE = new InputShape(3, 64, 64, 10);
    private static final String SCRIPT = "torch_resnet18.py";
    private static final double TARGET = 1.0;

    private BackboneBench() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = argument(arguments, 0, 7);
        int steps = argument(arguments, 1, 20);
        int threads = argument(arguments, 2, 2);
        System.out.printf(
                "%s, %d processors, %s, Java %s, PyTorch %s%n",
                Machine.processor(),
                Runtime.getRuntime().availableProcessors(),
                Vectors.describe(),
                System.getProperty("java.runtime.version"),
                Torch.engine().getVersion());
        System.out.printf(
                "ResNet18's features of 64 x 64 pixels, batch %d; %d rounds of %d steps, %d threads%n",
                BATCH_SIZE, rounds, steps, threads);
        compare(rounds, steps, threads);
        System.exit(0);
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static void compare(int rounds, int steps, int threads) throws Exception {
        List<Batch> batches = Noise.batches(SHAPE, BATCH_SIZE, BATCHES);
        Path folder = Files.createTempDirectory("backbone-bench");
        List<PythonLoop> scripts = new ArrayList<>();
        var algorithm = new TransferAlgorithm(WeightsSettings.of(folder, Set.of()));
        try (Encoder encoder = algorithm
                .encoder(BenchJobs.head("[]", threads), SHAPE, new Seeds(1))
                .orElseThrow()) {
            Noise.write(batches, folder);
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender("ours", BATCH_SIZE, count -> pass(encoder, batches, count)));
            for (String layout : List.of("contiguous", "channels_last")) {
                try {
                    PythonLoop script = start(folder, layout, threads);
                    scripts.add(script);
                    contenders.add(new Contender(script.version(), BATCH_SIZE, script::run));
                } catch (IOException missing) {
                    System.out.println(
                            "torchvision does not run in Python here, so it is left out: " + missing.getMessage());
                }
            }
            pass(encoder, batches, steps);
            Contender.takeTurns(contenders, rounds, steps);
            report(contenders);
        } finally {
            scripts.forEach(PythonLoop::close);
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static Duration pass(Encoder encoder, List<Batch> batches, int steps) {
        float[] features = new float[BATCH_SIZE * encoder.features().features()];
        long begun = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            encoder.encode(batches.get(step % batches.size()), features);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static PythonLoop start(Path folder, String layout, int threads) throws IOException {
        try (InputStream text = Objects.requireNonNull(BackboneBench.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.write(folder.resolve(SCRIPT), text.readAllBytes());
        }
        return PythonLoop.start(
                folder.resolve(SCRIPT),
                List.of(
                        folder.toString(),
                        layout,
                        Integer.toString(threads),
                        Integer.toString(BATCH_SIZE),
                        Integer.toString(SHAPE.height())),
                Map.of("OMP_NUM_THREADS", Integer.toString(threads)));
    }

    private static void report(List<Contender> contenders) {
        contenders.forEach(contender -> System.out.println(contender.line()));
        double ours = contenders.getFirst().median();
        for (Contender other : contenders.subList(1, contenders.size())) {
            double ratio = ours / other.median();
            System.out.printf(
                    "ours / %s: %.2f (target %.2f: %s)%n",
                    other.name(), ratio, TARGET, ratio >= TARGET ? "reached" : "missed");
        }
    }
}
