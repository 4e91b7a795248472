package dev.atelier.cnn.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.training.Torch;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.PeakMemory;
import dev.atelier.trainer.training.JobMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job is said to take beside the heap, beside what a process of its own occupies that trains it. */
class CnnMemoryTest {
    private static final InputShape SHAPE = new InputShape(1, 28, 28, 10);
    private static final int SCORED = 256;

    /** PyTorch's working memory, which does not depend on the batch. */
    private static final long WORKING_BYTES = 512L << 20;

    /** What the trainer's container has by default, with Fashion-MNIST in its heap. */
    private static final JobMemory CONTAINER = JobMemory.of(1075L << 20, 3L << 30, 70_000L * 785);

    @Test
    void theNeedIsWhatTheProcessOccupies() throws Exception {
        compareWithProcess("{'training': {'batchSize': 4096}}");
    }

    /** As above, of networks that take long to train. */
    @Tag("faults")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model': {'batchNorm': true, 'filters': [64, 128], 'dropout': 0.3}, 'training': {'batchSize': 2048}}",
                "{'model': {'kind': 'resnet'}, 'training': {'batchSize': 1024}}"
            })
    void theNeedOfLargeNetworksIsWhatTheProcessOccupies(String job) throws Exception {
        compareWithProcess(job);
    }

    private static void compareWithProcess(String job) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx1g",
                        "-Xms1g",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
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
        long said = Long.parseLong(lines.get(lines.size() - 2));
        long occupied = Long.parseLong(lines.getLast());
        assertThat(occupied)
                .as(lines.toString())
                .isLessThan(said + WORKING_BYTES)
                .isGreaterThan((long) (said / 1.25));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'training': {'batchSize': 128}}",
                "{'model': {'filters': [64, 128], 'kernel': 5, 'dropout': 0.5}, 'training': {'batchSize': 128}}",
                "{'model': {'kind': 'resnet', 'stem': 32, 'widths': [64, 128, 256], 'blocks': [2, 1, 1]},"
                        + " 'training': {'batchSize': 256, 'emaDecay': 0.998}}"
            })
    void whatThePublishedStudiesTrainFits(String part) {
        Job job = Jobs.resolved(part);
        assertThat(CONTAINER.violation(
                        Requirements.memory(job, SHAPE, true), job.training().batchSize(), 48_000))
                .isEmpty();
    }

    @Test
    void aBatchThatTheMachineCannotHoldIsRefusedWithItsBytes() {
        Job job = Jobs.resolved("{'training': {'batchSize': 50000}}");
        JobMemory memory = JobMemory.of(2L << 30, 16L << 30, 70_000L * 785);
        Violation violation = memory.violation(Requirements.memory(job, SHAPE, true), 50_000, 60_000)
                .orElseThrow();
        assertThat(violation.field()).isEqualTo("training.batchSize");
        assertThat(violation.expected())
                .matches("at most \\d+: batches of 50000 images take \\d+ bytes of memory beside the trainer's heap,"
                        + " where \\d+ are free for them");
    }

    /** Measures one job in its own process. */
    static final class Trial {
        private Trial() {}

        public static void main(String[] arguments) throws Exception {
            Torch.start();
            PeakMemory.of(new CnnAlgorithm(), Jobs.resolved("{'training': {'batchSize': 8}}"), SHAPE, 8);
            PeakMemory memory = PeakMemory.of(new CnnAlgorithm(), Jobs.resolved(arguments[0]), SHAPE, SCORED);
            System.out.println(memory);
            System.out.println(memory.estimatedOffHeap());
            System.out.println(memory.offHeap());
        }
    }
}
