package dev.atelier.trainer.attempt;

import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The classifier of {@link TinyAlgorithm}. Weights have the shape [classes, features]. */
final class TinyModel implements Model {
    interface Step {
        void take(long globalStep) throws DivergedException;
    }

    private final int features;
    private final int classes;
    private final Seeds seeds;
    private final float l2;
    private final Step before;
    private float[] weights;
    private float[] momentum;
    private StepTotals totals = StepTotals.NONE;

    /** @param l2 shrinks the weights at each step; large ones make them explode, at steps of finite loss */
    TinyModel(InputShape shape, Seeds seeds, double l2, Step before) {
        this.l2 = (float) l2;
        this.features = shape.features();
        this.classes = shape.classes();
        this.seeds = seeds;
        this.before = before;
        this.weights = new float[classes * features];
        this.momentum = new float[weights.length];
        var random = seeds.stream(Purpose.WEIGHTS);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextUniform(-0.1, 0.1);
        }
    }

    @Override
    public long parameters() {
        return weights.length;
    }

    @Override
    public void step(Batch batch, long globalStep, double learningRate) throws DivergedException {
        before.take(globalStep);
        for (int i = 0; i < weights.length && l2 > 0; i++) {
            weights[i] -= (float) learningRate * l2 * weights[i];
        }
        float noise = (float) seeds.stream(Purpose.DROPOUT, 0, globalStep).nextUniform(0.9, 1.1);
        for (int image = 0; image < batch.size(); image++) {
            for (int pixel = 0; pixel < features; pixel++) {
                int at = batch.labels()[image] * features + pixel;
                momentum[at] = 0.9f * momentum[at] + noise * batch.inputs()[image * features + pixel] / batch.size();
                weights[at] += (float) learningRate * momentum[at];
            }
        }
        totals = new StepTotals(totals.examples() + batch.size(), totals.loss() + batch.size(), totals.correct(), 1);
    }

    @Override
    public StepTotals drain() {
        StepTotals drained = totals;
        totals = StepTotals.NONE;
        return drained;
    }

    @Override
    public void logits(Batch batch, float[] logits) {
        for (int image = 0; image < batch.size(); image++) {
            for (int label = 0; label < classes; label++) {
                float sum = 0;
                for (int pixel = 0; pixel < features; pixel++) {
                    sum += weights[label * features + pixel] * batch.inputs()[image * features + pixel];
                }
                logits[image * classes + label] = sum;
            }
        }
    }

    @Override
    public SortedMap<String, Tensor> weights() {
        return new TreeMap<>(Map.of("weights", Tensor.of(weights.clone(), classes, features)));
    }

    @Override
    public void load(SortedMap<String, Tensor> loaded) {
        weights = values(loaded, "weights");
    }

    @Override
    public void startFrom(SortedMap<String, Tensor> first) {
        weights = values(first, "weights");
    }

    @Override
    public SortedMap<String, Tensor> state() {
        var state = weights();
        state.put("momentum", Tensor.of(momentum.clone(), classes, features));
        return state;
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        weights = values(state, "weights");
        momentum = values(state, "momentum");
    }

    @Override
    public void close() {}

    private static float[] values(SortedMap<String, Tensor> tensors, String name) {
        return ((Tensor.F32) tensors.get(name)).values().clone();
    }
}
