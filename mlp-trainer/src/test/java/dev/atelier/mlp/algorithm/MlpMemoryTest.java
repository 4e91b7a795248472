package dev.atelier.mlp.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.PeakMemory;
import dev.atelier.trainer.training.JobMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job is said to take, beside what a JVM of its own holds that trains it. */
class MlpMemoryTest {
    private static final InputShape SHAPE = new InputShape(1, 28, 28, 10);
    private static final int SCORED = 256;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model': {'hidden': [2048]}, 'training': {'batchSize': 64, 'emaDecay': 0.99, 'optimizer': {'name': 'adam'}}}",
                "{'model': {'hidden': [512]}, 'training': {'batchSize': 16384}}"
            })
    void theNeedIsWhatTrainingHolds(String job) throws Exception {
        compareWithHeap(job);
    }

    /** As above, of networks that take long to train. */
    @Tag("faults")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model': {'hidden': [1024, 256], 'dropout': 0.2}, 'training': {'batchSize': 4096, 'optimizer': {'name': 'sgd', 'momentum': 0.9}}}",
                "{'model': {'hidden': [8192]}, 'training': {'batchSize': 2048}, 'evaluation': {'checkpoint': 'last'}}",
                "{'model': {'hidden': [4096, 4096]}, 'training': {'batchSize': 1, 'optimizer': {'name': 'adamw'}}}"
            })
    void theNeedOfLargeNetworksIsWhatTrainingHolds(String job) throws Exception {
        compareWithHeap(job);
    }

    private static void compareWithHeap(String job) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trial.class.getName(),
                        job)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as(lines.toString()).isZero();
        double said = Double.parseDouble(lines.getLast());
        assertThat(said).as(lines.toString()).isBetween(0.94, 1.02);
    }

    /** Measures one job in its own process. */
    static final class Trial {
        private Trial() {}

        public static void main(String[] arguments) throws Exception {
            PeakMemory memory = PeakMemory.of(new MlpAlgorithm(), job(arguments[0]), SHAPE, SCORED);
            System.out.println(memory);
            System.out.println((double) memory.estimatedOnHeap() / memory.onHeap());
        }
    }

    /** The smallest heap that the local stack gives, with Fashion-MNIST in it. */
    private static JobMemory smallest() {
        return JobMemory.of(384 << 20, 1L << 30, 70_000L * 785);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model': {'hidden': []}}",
                "{'model': {'hidden': [256, 256]}, 'training': {'batchSize': 128}}",
                "{'model': {'hidden': [256, 256], 'dropout': 0.2}, 'training': {'optimizer': {'name': 'adam'}}}"
            })
    void whatThePublishedStudiesTrainFits(String part) {
        Job job = job(part);
        assertThat(smallest()
                        .violation(
                                new MlpAlgorithm().memory(job, SHAPE, false),
                                job.training().batchSize(),
                                48_000))
                .isEmpty();
    }

    @Test
    void aBatchThatTheHeapCannotHoldIsRefusedWithItsBytes() {
        Job job = job("{'model': {'hidden': [8192]}, 'training': {'batchSize': 65536}}");
        MemoryNeed need = new MlpAlgorithm().memory(job, SHAPE, false);
        JobMemory memory = JobMemory.of(2L << 30, 24L << 30, 70_000L * 785);
        Violation violation = memory.violation(need, 65_536, 48_000).orElseThrow();
        assertThat(violation.field()).isEqualTo("training.batchSize");
        assertThat(violation.value()).isEqualTo("65536");
        assertThat(violation.expected())
                .matches("at most \\d+: batches of 48000 images take \\d+ bytes of the trainer's heap,"
                        + " where \\d+ are free for them");
        int most = Integer.parseInt(violation.expected().replaceAll("at most (\\d+):.*", "$1"));
        assertThat(memory.violation(need, most, 48_000)).isEmpty();
    }

    @Test
    void theLargestNetworkHasACount() {
        String widest = "65536,".repeat(63) + "65536";
        var need = new MlpAlgorithm().memory(job("{'model': {'hidden': [" + widest + "]}}"), SHAPE, false);
        assertThat(need.heap().fixed()).isGreaterThan(63L * 65_536 * 65_536 * Float.BYTES);
        assertThat(need.heap().of(65_536, SCORED)).isGreaterThan(need.heap().fixed());
        assertThat(need.arrays().weights()).isEqualTo(65_536L * 65_536);
    }

    private static Job job(String part) {
        try {
            var node = (ObjectNode) Json.MAPPER.readTree(part.replace('\'', '"'));
            node.put("family", "mlp");
            return JobSchema.resolve(node).orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(part, e);
        }
    }
}
