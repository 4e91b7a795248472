package dev.atelier.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.contracts.job.OptimizerSpec.Adam;
import dev.atelier.contracts.job.OptimizerSpec.AdamW;
import dev.atelier.contracts.job.OptimizerSpec.Sgd;
import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.djl.network.Weight;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.optimizer.StateEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The same arithmetic as {@link MemoryUpdate}, formula by formula in PyTorch's own operations: for devices whose memory is
 * not the processor's, and the reference that the other is tested beside.
 */
final class ArrayUpdate implements Update {
    private static final double NORM_EPSILON = 1e-6;
    private static final String STEP = "optimizer.step";

    private final TrainingSpec training;
    private final OptimizerSpec.Rule rule;
    private final List<Weight> weights;
    private final NDManager manager;
    private final List<NDArray> first;
    private final List<NDArray> second;
    private long step;

    /** @param manager owns the moments */
    ArrayUpdate(TrainingSpec training, List<Weight> weights, NDManager manager) {
        this.training = training;
        this.rule = training.optimizer().rule();
        this.weights = weights;
        this.manager = manager;
        boolean isMoving = !(rule instanceof Sgd sgd) || sgd.momentum() != 0;
        this.first = isMoving ? zeros() : List.of();
        this.second = isAdaptive() ? zeros() : List.of();
    }

    private boolean isAdaptive() {
        return !(rule instanceof Sgd);
    }

    private List<NDArray> zeros() {
        return weights.stream().map(weight -> weight.array().zerosLike()).toList();
    }

    @Override
    public double step(double learningRate, int batchSize) {
        step++;
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>();
            double squares = 0;
            for (Weight weight : weights) {
                NDArray own = weight.takeGradient();
                own.attach(scope);
                NDArray gradient = penalised(weight, own, view(weight.array(), scope), batchSize);
                gradients.add(gradient);
                squares += gradient.square().sum().getFloat();
            }
            double norm = Math.sqrt(squares);
            @Nullable Double clip = training.gradientClipNorm();
            double scale = clip == null ? 1 : Math.min(1, clip / (norm + NORM_EPSILON));
            for (int i = 0; i < weights.size(); i++) {
                NDArray gradient =
                        scale == 1 ? gradients.get(i) : gradients.get(i).mul((float) scale);
                NDArray value = view(weights.get(i).array(), scope);
                move(i, value, gradient, learningRate * weights.get(i).rate(), scope);
                average(value, view(weights.get(i).evaluatedArray(), scope));
            }
            return norm;
        }
    }

    /** The same memory under a manager of its own, to which all that is computed of it belongs. */
    private static NDArray view(NDArray array, NDManager scope) {
        NDArray view = array.stopGradient();
        view.attach(scope);
        return view;
    }

    private NDArray penalised(Weight weight, NDArray gradient, NDArray value, int batchSize) {
        NDArray sum = gradient;
        if (weight.penalised() && training.l2() != 0) {
            sum = sum.add(value.mul((float) (training.l2() / batchSize)));
        }
        if (weight.penalised() && training.l1() != 0) {
            sum = sum.add(value.sign().mul((float) (training.l1() / batchSize)));
        }
        return sum;
    }

    private void move(int number, NDArray value, NDArray gradient, double learningRate, NDManager scope) {
        NDArray slope = gradient;
        if (rule instanceof AdamW) {
            value.muli((float) (1 - learningRate * rule.weightDecay()));
        } else if (rule.weightDecay() != 0) {
            slope = gradient.add(value.mul((float) rule.weightDecay()));
        }
        switch (rule) {
            case Sgd sgd -> descend(sgd, number, value, slope, (float) learningRate, scope);
            case Adam(var betas, double eps, double _) ->
                adapt(
                        betas,
                        eps,
                        view(first.get(number), scope),
                        view(second.get(number), scope),
                        value,
                        slope,
                        learningRate);
            case AdamW(var betas, double eps, double _) ->
                adapt(
                        betas,
                        eps,
                        view(first.get(number), scope),
                        view(second.get(number), scope),
                        value,
                        slope,
                        learningRate);
        }
    }

    private void descend(Sgd sgd, int number, NDArray value, NDArray slope, float learningRate, NDManager scope) {
        NDArray direction = slope;
        if (sgd.momentum() != 0) {
            float momentum = (float) sgd.momentum();
            NDArray velocity = view(first.get(number), scope);
            velocity.muli(momentum).addi(slope);
            direction = sgd.looksAhead() ? slope.add(velocity.mul(momentum)) : velocity;
        }
        value.subi(direction.mul(learningRate));
    }

    private void adapt(
            List<Double> betas,
            double eps,
            NDArray moment1,
            NDArray moment2,
            NDArray value,
            NDArray slope,
            double learningRate) {
        double beta1 = betas.get(0);
        double beta2 = betas.get(1);
        moment1.muli((float) beta1).addi(slope.mul((float) (1 - beta1)));
        moment2.muli((float) beta2).addi(slope.square().mul((float) (1 - beta2)));
        double correction1 = 1 - StrictMath.pow(beta1, step);
        double correction2 = 1 - StrictMath.pow(beta2, step);
        NDArray divisor =
                moment2.sqrt().mul((float) (1 / StrictMath.sqrt(correction2))).add((float) eps);
        value.subi(moment1.div(divisor).mul((float) (learningRate / correction1)));
    }

    private void average(NDArray value, NDArray average) {
        @Nullable Double decay = training.emaDecay();
        if (decay != null) {
            average.addi(value.sub(average).mul((float) (1 - decay)));
        }
    }

    @Override
    public void save(SortedMap<String, Tensor> state) {
        for (int i = 0; i < weights.size(); i++) {
            Weight weight = weights.get(i);
            if (!isAdaptive()) {
                if (!first.isEmpty()) {
                    state.put("optimizer.velocity." + weight.name(), weight.export(first.get(i)));
                }
            } else {
                state.put("optimizer.firstMoment." + weight.name(), weight.export(first.get(i)));
                state.put("optimizer.secondMoment." + weight.name(), weight.export(second.get(i)));
            }
        }
        if (isAdaptive()) {
            state.put(STEP, Tensor.scalar(step));
        }
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        for (int i = 0; i < weights.size(); i++) {
            Weight weight = weights.get(i);
            if (!isAdaptive()) {
                if (!first.isEmpty()) {
                    restore(state, "optimizer.velocity.", weight, first.get(i));
                }
            } else {
                restore(state, "optimizer.firstMoment.", weight, first.get(i));
                restore(state, "optimizer.secondMoment.", weight, second.get(i));
            }
        }
        if (isAdaptive()) {
            step = StateEntries.requireNumber(state, STEP);
        }
    }

    private static void restore(SortedMap<String, Tensor> state, String prefix, Weight weight, NDArray into) {
        weight.restore(StateEntries.require(state, prefix + weight.name()), into);
    }
}
