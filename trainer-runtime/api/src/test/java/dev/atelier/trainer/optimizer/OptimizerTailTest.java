package dev.atelier.trainer.optimizer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.contracts.json.Json;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.random.RandomStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what is left over after whole vectors is moved exactly as they are, on the heap and outside it. */
class OptimizerTailTest {
    private static final int STEPS = 5;

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adam", "adamw"})
    void everyLengthMovesAsASliceOfALongerOne(String name) {
        float[] longest = moved(name, 200, false);
        for (int size : new int[] {1, 7, 15, 16, 17, 33, 63, 100}) {
            float[] expected = java.util.Arrays.copyOf(longest, size);
            assertThat(moved(name, size, false)).as("%s of %d", name, size).isEqualTo(expected);
            assertThat(moved(name, size, true))
                    .as("%s of %d, native", name, size)
                    .isEqualTo(expected);
        }
    }

    @Test
    void heapAndNativeMemoryAgreeOnTheNorm() {
        assertThat(norm(false)).isEqualTo(norm(true)).isPositive();
    }

    private static double norm(boolean offHeap) {
        Numbers numbers = new Numbers(77, offHeap);
        try (Workers workers = new Workers(1)) {
            return new Optimizer(training("sgd"), List.of(numbers), workers).step(0.1, 8);
        }
    }

    private static float[] moved(String name, int size, boolean offHeap) {
        Numbers numbers = new Numbers(size, offHeap);
        try (Workers workers = new Workers(2)) {
            Optimizer optimizer = new Optimizer(training(name), List.of(numbers), workers);
            optimizer.beginAverages();
            for (int step = 0; step < STEPS; step++) {
                optimizer.step(0.01, 8);
            }
        }
        return numbers.evaluated.toArray(JAVA_FLOAT);
    }

    private static TrainingSpec training(String name) {
        return new TrainingSpec(1, 8, optimizer(name), new TrainingSpec.Constant(), 0.001, 0.002, 0, null, 0.5, null);
    }

    private static OptimizerSpec optimizer(String name) {
        String own = name.equals("sgd") ? "'momentum': 0.9, 'nesterov': true" : "'betas': [0.9, 0.999], 'eps': 1e-8";
        String whole = "{'name': '%s', 'learningRate': 0.01, 'weightDecay': 0.01, %s}".formatted(name, own);
        return Json.read(whole.replace('\'', '"').getBytes(StandardCharsets.UTF_8), OptimizerSpec.class);
    }

    /** Numbers that are the same for every size, as far as it goes. */
    private static final class Numbers implements Parameter {
        private final boolean offHeap;
        private final int size;
        private final MemorySegment values;
        private final MemorySegment gradient;
        private final MemorySegment evaluated;

        Numbers(int size, boolean offHeap) {
            this.size = size;
            this.offHeap = offHeap;
            this.values = random(1);
            this.gradient = random(2);
            this.evaluated = zeros();
        }

        private MemorySegment random(long seed) {
            RandomStream random = new RandomStream(seed);
            MemorySegment numbers = zeros();
            for (int i = 0; i < size; i++) {
                numbers.setAtIndex(JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            return numbers;
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean penalised() {
            return true;
        }

        @Override
        public MemorySegment values() {
            return values;
        }

        @Override
        public MemorySegment gradient() {
            return gradient;
        }

        @Override
        public boolean averaged() {
            return true;
        }

        @Override
        public MemorySegment evaluated() {
            return evaluated;
        }

        @Override
        public MemorySegment zeros() {
            return offHeap
                    ? Arena.ofAuto().allocate((long) size * Float.BYTES, Long.BYTES)
                    : MemorySegment.ofArray(new float[size]);
        }

        @Override
        public Tensor export(MemorySegment array) {
            return Tensor.of(array.toArray(JAVA_FLOAT), size);
        }

        @Override
        public void restore(Tensor tensor, MemorySegment into) {
            throw new UnsupportedOperationException("not restored here");
        }
    }
}
