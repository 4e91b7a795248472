package dev.atelier.bench.mlp;

import dev.atelier.bench.BareLoop;
import dev.atelier.bench.Contender;
import dev.atelier.bench.PythonLoop;
import dev.atelier.mlp.algorithm.MlpAlgorithm;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.machine.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains 784-256-256-10 in single precision, by turns with NumPy doing the identical steps: with OpenBLAS as it comes,
 * and with each of its kernels that may be the fastest on this processor. The fastest of all these is the tuned one.
 * First it makes sure that all compute the same losses. Arguments: rounds (7), steps a round (1000), threads (2).
 *
 * <p>NumPy is spared what ours does besides: counting right answers and measuring the gradient's norm.
 */
public final class MlpBench {
    private static final int CHECKED_STEPS = 50;
    private static final double TOLERANCE = 1e-4;
    private static final double DEFAULT_TARGET = 1.5;
    private static final double TUNED_TARGET = 1.0;
    private static final List<String> KERNELS = System.getProperty("os.arch").equals("aarch64")
            ? List.of("NEOVERSEN1", "NEOVERSEV1", "NEOVERSEN2", "ARMV8")
            : List.of("SKYLAKEX", "SAPPHIRERAPIDS", "COOPERLAKE", "ZEN", "HASWELL");

    private final int rounds;
    private final int steps;
    private final int threads;
    private final PrintStream out;

    private MlpBench(int rounds, int steps, int threads, PrintStream out) {
        this.rounds = rounds;
        this.steps = steps;
        this.threads = threads;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        boolean sameLosses = new MlpBench(
                        argument(arguments, 0, 7), argument(arguments, 1, 1000), argument(arguments, 2, 2), System.out)
                .run();
        System.exit(sameLosses ? 0 : 1);
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** Measures and prints; false where the sides do not compute the same. */
    private boolean run() throws IOException, DivergedException, InterruptedException {
        out.printf(
                "%s, %d processors, %s, Java %s%n",
                Machine.processor(),
                Runtime.getRuntime().availableProcessors(),
                Vectors.describe(),
                System.getProperty("java.runtime.version"));
        out.printf(
                "784-256-256-10, batch %d, float32, Adam; %d rounds of %d steps, %d threads%n",
                Workload.BATCH_SIZE, rounds, steps, threads);
        Workload workload = Workload.create(threads);
        Path folder = Files.createTempDirectory("mlp-bench");
        try (BareLoop ours = new BareLoop(new MlpAlgorithm(), workload.job(), workload.shape(), workload.batches())) {
            workload.write(folder, ours.weights());
            return compare(ours, workload, folder);
        } finally {
            delete(folder);
        }
    }

    private boolean compare(BareLoop ours, Workload workload, Path folder)
            throws IOException, DivergedException, InterruptedException {
        double[] losses = ours.losses(CHECKED_STEPS);
        ours.run(2000);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender("ours", Workload.BATCH_SIZE, ours::run));
        List<PythonLoop> opponents = new ArrayList<>();
        try {
            opponents.add(startNumpy(workload, folder, Optional.empty()));
            String version = opponents.getFirst().version();
            contenders.add(new Contender(version, Workload.BATCH_SIZE, opponents.getFirst()::run));
            for (String kernel : KERNELS) {
                try {
                    PythonLoop opponent = startNumpy(workload, folder, Optional.of(kernel));
                    opponents.add(opponent);
                    contenders.add(new Contender(
                            version + ", OPENBLAS_CORETYPE=" + kernel, Workload.BATCH_SIZE, opponent::run));
                } catch (IOException notOfThisProcessor) {
                    out.println("OPENBLAS_CORETYPE=" + kernel + " does not run on this processor");
                }
            }
            for (PythonLoop opponent : opponents) {
                if (!same(losses, opponent.losses(CHECKED_STEPS))) {
                    return false;
                }
            }
            out.printf("The first %d losses agree to %.0e%n", CHECKED_STEPS, TOLERANCE);
            measure(contenders);
            printVerdict(contenders);
            return true;
        } catch (IOException missing) {
            out.println("NumPy does not run here, so only Atelier is measured: " + missing.getMessage());
            contenders.subList(1, contenders.size()).clear();
            measure(contenders);
            return true;
        } finally {
            opponents.forEach(PythonLoop::close);
        }
    }

    private boolean same(double[] ours, double[] theirs) {
        for (int i = 0; i < ours.length; i++) {
            if (!(Math.abs(ours[i] - theirs[i]) <= TOLERANCE)) {
                out.printf("The losses of step %d differ: ours %.7f, NumPy's %.7f%n", i + 1, ours[i], theirs[i]);
                return false;
            }
        }
        return true;
    }

    /** @param kernel the value of OPENBLAS_CORETYPE; empty for OpenBLAS's own choice */
    private PythonLoop startNumpy(Workload workload, Path folder, Optional<String> kernel) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        workload.widths().forEach(width -> arguments.add(Integer.toString(width)));
        String count = Integer.toString(threads);
        return PythonLoop.start(
                folder.resolve(Workload.SCRIPT),
                arguments,
                Map.of(
                        "OPENBLAS_NUM_THREADS",
                        count,
                        "OMP_NUM_THREADS",
                        count,
                        "OPENBLAS_CORETYPE",
                        kernel.orElse("")));
    }

    private void measure(List<Contender> contenders) throws IOException, DivergedException, InterruptedException {
        Contender.takeTurns(contenders, rounds, steps);
        for (Contender contender : contenders) {
            out.println(contender.line());
        }
    }

    private void printVerdict(List<Contender> contenders) {
        double ours = contenders.get(0).median();
        double usual = ours / contenders.get(1).median();
        double tuned = ours
                / contenders.stream()
                        .skip(1)
                        .mapToDouble(Contender::median)
                        .max()
                        .orElseThrow();
        out.printf("ours / NumPy:       %.2f (target %.1f: %s)%n", usual, DEFAULT_TARGET, word(usual, DEFAULT_TARGET));
        out.printf("ours / tuned NumPy: %.2f (target %.1f: %s)%n", tuned, TUNED_TARGET, word(tuned, TUNED_TARGET));
    }

    private static String word(double ratio, double target) {
        return ratio >= target ? "reached" : "missed";
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
