package dev.atelier.trainer.optimizer;

import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.compute.Work;
import dev.atelier.trainer.compute.Workers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves all parameters by their gradients: adds the penalties, measures the global norm, clips, updates and averages.
 * The parameters are cut into blocks of fixed size; without clipping all of it is done block by block in one pass, while
 * a block is in the cache. Penalties count as part of the gradient, so they stand in the norm and are clipped too.
 */
public final class Optimizer {
    private static final int BLOCK = 4096;
    /** PyTorch's guard against division by zero. */
    private static final double NORM_EPSILON = 1e-6;

    private final List<? extends Parameter> parameters;
    private final UpdateRule rule;
    private final Workers workers;
    private final double l1;
    private final double l2;
    private final @Nullable Double clipNorm;
    private final float averageGain;
    private final List<Block> blocks = new ArrayList<>();
    private final double[] squares;

    public Optimizer(TrainingSpec training, List<? extends Parameter> parameters, Workers workers) {
        this.parameters = List.copyOf(parameters);
        this.rule = UpdateRule.of(training.optimizer().rule(), this.parameters);
        this.workers = workers;
        this.l1 = training.l1();
        this.l2 = training.l2();
        this.clipNorm = training.gradientClipNorm();
        Double decay = training.emaDecay();
        this.averageGain = decay == null ? 1 : (float) (1 - decay);
        for (int parameter = 0; parameter < parameters.size(); parameter++) {
            int size = parameters.get(parameter).size();
            for (int from = 0; from < size; from += BLOCK) {
                blocks.add(new Block(parameter, from, Math.min(from + BLOCK, size)));
            }
        }
        this.squares = new double[blocks.size()];
    }

    /** Makes the moving averages begin with the parameters' present values. */
    public void beginAverages() {
        for (Parameter parameter : parameters) {
            if (parameter.averaged()) {
                parameter.evaluated().copyFrom(parameter.values());
            }
        }
    }

    /**
     * One step.
     *
     * @param batchSize the images that the gradients are the mean of; penalties are divided by it
     * @return the global L2 norm of the gradients before clipping
     */
    public double step(double learningRate, int batchSize) {
        rule.begin(learningRate);
        float batchL1 = (float) (l1 / batchSize);
        float batchL2 = (float) (l2 / batchSize);
        if (clipNorm == null) {
            workers.run(new Pass(block -> {
                measure(block, batchL1, batchL2);
                move(block, 1);
            }));
            return norm();
        }
        workers.run(new Pass(block -> measure(block, batchL1, batchL2)));
        double norm = norm();
        float scale = (float) Math.min(1, clipNorm / (norm + NORM_EPSILON));
        workers.run(new Pass(block -> move(block, scale)));
        return norm;
    }

    public void save(SortedMap<String, Tensor> state) {
        rule.save(state);
    }

    public void restore(SortedMap<String, Tensor> state) {
        rule.restore(state);
    }

    private void measure(int number, float batchL1, float batchL2) {
        Block block = blocks.get(number);
        Parameter parameter = parameters.get(block.parameter);
        MemorySegment gradient = parameter.gradient();
        if (parameter.penalised() && (batchL1 != 0 || batchL2 != 0)) {
            Passes.penalise(parameter.values(), gradient, block.from, block.to, batchL1, batchL2);
        }
        squares[number] = SumOfSquares.of(gradient, block.from, block.to);
    }

    private void move(int number, float gradientScale) {
        Block block = blocks.get(number);
        rule.move(block.parameter, block.from, block.to, gradientScale);
        Parameter parameter = parameters.get(block.parameter);
        if (parameter.averaged()) {
            Passes.average(parameter.values(), parameter.evaluated(), block.from, block.to, averageGain);
        }
    }

    private double norm() {
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum);
    }

    private record Block(int parameter, int from, int to) {}

    @FunctionalInterface
    private interface BlockAction {
        void run(int block);
    }

    private final class Pass implements Work {
        private final BlockAction action;

        Pass(BlockAction action) {
            this.action = action;
        }

        @Override
        public int pieces() {
            return blocks.size();
        }

        @Override
        public void run(int piece) {
            action.run(piece);
        }
    }
}
