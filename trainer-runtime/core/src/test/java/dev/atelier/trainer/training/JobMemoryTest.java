package dev.atelier.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.MemoryNeed.Arrays;
import dev.atelier.trainer.algorithm.MemoryNeed.Bytes;
import org.junit.jupiter.api.Test;

class JobMemoryTest {
    private static final long LARGE_IMAGE = 3 * 224 * 224;
    private static final long SMALL_IMAGE = 28 * 28;
    private static final int MANY = 60_000;
    private static final long GIBI = 1L << 30;
    private static final JobMemory MEMORY = new JobMemory(GIBI, GIBI);

    @Test
    void usualBatchesFit() {
        assertThat(MEMORY.violation(need(LARGE_IMAGE, Bytes.NONE, Bytes.NONE), 64, MANY))
                .isEmpty();
        assertThat(MEMORY.violation(need(SMALL_IMAGE, Bytes.NONE, Bytes.NONE), 65_536, MANY))
                .isEmpty();
    }

    @Test
    void aBatchThatIsTooLargeIsRefusedWithTheBytesAndTheLargestThatFits() {
        MemoryNeed model = need(LARGE_IMAGE, Bytes.NONE, Bytes.NONE);
        Violation violation = MEMORY.violation(model, 4096, MANY).orElseThrow();

        long image = LARGE_IMAGE * Float.BYTES + Integer.BYTES;
        assertThat(violation.field()).isEqualTo("training.batchSize");
        assertThat(violation.value()).isEqualTo("4096");
        assertThat(violation.expected())
                .contains((4 * 4096 + 3 * 64) * image + " bytes of the trainer's heap", "where " + GIBI + " are free");
        int most = Integer.parseInt(violation.expected().replaceAll("at most (\\d+):.*", "$1"));
        assertThat(MEMORY.violation(model, most, MANY)).isEmpty();
        assertThat(MEMORY.violation(model, most + 1, MANY)).isPresent();
    }

    @Test
    void noBatchIsLargerThanTheData() {
        MemoryNeed model = need(LARGE_IMAGE, Bytes.NONE, Bytes.NONE);
        assertThat(MEMORY.violation(model, 4096, 100)).isEmpty();
        assertThat(MEMORY.violation(model, 4096, 4096)).isPresent();
    }

    @Test
    void whatTheModelTakesCountsInItsPlace() {
        assertThat(MEMORY.violation(need(SMALL_IMAGE, new Bytes(2 * GIBI, 0, 0), Bytes.NONE), 1, MANY))
                .hasValueSatisfying(violation -> {
                    assertThat(violation.field()).isEqualTo("model.hidden");
                    assertThat(violation.value()).isEqualTo("[8192]");
                    assertThat(violation.expected()).contains("bytes of the trainer's heap");
                });
        assertThat(MEMORY.violation(need(SMALL_IMAGE, Bytes.NONE, new Bytes(0, 100 << 20, 0)), 100, MANY))
                .hasValueSatisfying(violation -> assertThat(violation.sentence())
                        .startsWith("training.batchSize is 100; expected at most 10: batches of 100 images take ")
                        .contains((100L * (100 << 20)) + " bytes of memory beside the trainer's heap"));
    }

    @Test
    void scoringTakesTurnsWithTraining() {
        long half = GIBI / 2 / 256;
        assertThat(MEMORY.violation(need(SMALL_IMAGE, Bytes.NONE, new Bytes(0, half, half)), 256, MANY))
                .isEmpty();
        assertThat(MEMORY.violation(need(SMALL_IMAGE, Bytes.NONE, new Bytes(0, 1, 3 * half)), 1, MANY))
                .isPresent();
    }

    @Test
    void numbersBeyondAllLongsAreTooLarge() {
        Bytes huge = Bytes.ofFloats(Long.MAX_VALUE / 2, Long.MAX_VALUE, 1);
        assertThat(huge.of(65_536, 256)).isEqualTo(Long.MAX_VALUE);
        assertThat(MEMORY.violation(need(SMALL_IMAGE, huge, huge), 65_536, MANY))
                .map(Violation::field)
                .hasValue("model.hidden");
    }

    @Test
    void whatIsNoArrayIsRefusedHoweverMuchMemoryThereIs() {
        JobMemory memory = new JobMemory(Long.MAX_VALUE, Long.MAX_VALUE);
        var batch = new MemoryNeed(1000, Bytes.NONE, Bytes.NONE, new Arrays(1, 2000, 64_000), "model.hidden", "[9]");
        assertThat(memory.violation(batch, 33, MANY))
                .map(Violation::expected)
                .hasValueSatisfying(expected ->
                        assertThat(expected).startsWith("at most 32: ").contains("66000"));
        var weights = new MemoryNeed(1, Bytes.NONE, Bytes.NONE, new Arrays(65, 1, 64), "model.hidden", "[9]");
        assertThat(memory.violation(weights, 1, MANY)).map(Violation::field).hasValue("model.hidden");
    }

    @Test
    void theDatasetIsInTheHeapAndTheHeapIsPartOfTheMachine() {
        JobMemory empty = JobMemory.of(2 * GIBI, 4 * GIBI, 0);
        JobMemory filled = JobMemory.of(2 * GIBI, 4 * GIBI, GIBI);
        assertThat(filled.heap()).isEqualTo(empty.heap() - GIBI);
        assertThat(empty.offHeap()).isEqualTo(filled.offHeap()).isBetween(GIBI, 2 * GIBI);
        assertThat(JobMemory.of(2 * GIBI, GIBI, 4 * GIBI)).isEqualTo(new JobMemory(0, 0));
    }

    private static MemoryNeed need(long imageValues, Bytes heap, Bytes offHeap) {
        return new MemoryNeed(
                imageValues, heap, offHeap, new Arrays(1, 1, Integer.MAX_VALUE), "model.hidden", "[8192]");
    }
}
