package dev.atelier.mlp.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.job.Job;
import dev.atelier.mlp.kernel.MatrixView;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.random.RandomStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The same training in JVMs that interpret, compile, and use vectors of different widths ends with the same weights to
 * the bit.
 */
class SameBitsTest {
    /** Long enough that the optimising compiler takes over in mid-run. */
    private static final int COMPILED_STEPS = 1500;
    /** As long as the interpreter's timeout goes. */
    private static final int INTERPRETED_STEPS = 3;

    @Test
    void interpretedAndCompiledAndAnyVectorWidth() throws Exception {
        String here = digest(COMPILED_STEPS, 1);
        SortedMap<String, String> digests = new TreeMap<>();
        for (List<String> flags : List.of(
                List.of("-XX:MaxVectorSize=64"), List.of("-XX:MaxVectorSize=32"), List.of("-XX:MaxVectorSize=16"))) {
            digests.put(flags.toString(), digestOfJvm(flags, COMPILED_STEPS, 2));
        }
        assertThat(digests)
                .hasSize(3)
                .allSatisfy((flags, digest) -> assertThat(digest).isEqualTo(here));

        String interpreted = digestOfJvm(List.of("-Xint"), INTERPRETED_STEPS, 1);
        assertThat(interpreted)
                .isEqualTo(digest(INTERPRETED_STEPS, 1))
                .isEqualTo(digestOfJvm(List.of("-XX:TieredStopAtLevel=1"), INTERPRETED_STEPS, 2))
                .isNotEqualTo(here);
    }

    private static String digestOfJvm(List<String> flags, int steps, int threads) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(flags);
        command.addAll(List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                SameBitsTest.class.getName(),
                Integer.toString(steps),
                Integer.toString(threads)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s said %s", command, output).isZero();
        return output.strip();
    }

    /** What the other JVMs run. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(digest(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
    }

    /** A training of everything there is, with shapes that leave tails everywhere. */
    private static String digest(int steps, int threads) {
        MessageDigest digest = Sha256.create();
        for (String activation : List.of("relu", "tanh")) {
            Job job = Jobs.resolved("""
                    {"model": {"hidden": [37, 19], "activation": "%s", "dropout": 0.1},
                     "training": {"l1": 0.001, "l2": 0.01, "labelSmoothing": 0.1, "gradientClipNorm": 2,
                                  "emaDecay": 0.99, "optimizer": {"name": "adamw", "weightDecay": 0.01}}}
                    """.formatted(activation));
            RandomStream random = new RandomStream(5);
            try (Workers workers = new Workers(threads)) {
                Mlp mlp = Jobs.network(job, 29, 7, 3, workers);
                float[] inputs = new float[13 * 29];
                int[] labels = new int[13];
                for (int step = 0; step < steps; step++) {
                    for (int i = 0; i < inputs.length; i++) {
                        inputs[i] = (float) random.nextGaussian();
                    }
                    for (int i = 0; i < labels.length; i++) {
                        labels[i] = random.nextInt(7);
                    }
                    mlp.step(MatrixView.ofRows(inputs, 13, 29), labels, step, 0.003);
                }
                mlp.state().values().forEach(tensor -> update(digest, tensor));
            }
        }
        return Sha256.hex(digest);
    }

    private static void update(MessageDigest digest, Tensor tensor) {
        if (tensor instanceof Tensor.F32 floats) {
            ByteBuffer bytes = ByteBuffer.allocate(floats.size() * Float.BYTES);
            bytes.asFloatBuffer().put(floats.values());
            digest.update(bytes);
        }
    }
}
