package dev.atelier.mlp.optimizer;

import static dev.atelier.mlp.kernel.Vectors.LANES;
import static dev.atelier.mlp.kernel.Vectors.SPECIES;

import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.trainer.checkpoint.Tensor;
import java.util.List;
import java.util.SortedMap;
import jdk.incubator.vector.FloatVector;

/** Stochastic gradient descent as PyTorch defines it: weight decay in the gradient, momentum, Nesterov's momentum. */
final class Sgd implements UpdateRule {
    private final List<Parameter> parameters;
    private final float momentum;
    private final boolean nesterov;
    private final float weightDecay;
    private final Moments velocity;
    private float learningRate;

    Sgd(TrainingSpec.Optimizer settings, List<Parameter> parameters) {
        this.parameters = parameters;
        this.momentum = (float) settings.momentum();
        this.nesterov = settings.nesterov();
        this.weightDecay = (float) settings.weightDecay();
        this.velocity = new Moments("velocity", momentum == 0 ? List.of() : parameters);
    }

    @Override
    public void begin(double stepLearningRate) {
        learningRate = (float) stepLearningRate;
    }

    @Override
    public void move(int parameter, int from, int to, float gradientScale) {
        float[] values = parameters.get(parameter).values().data;
        float[] gradient = parameters.get(parameter).gradient().data;
        if (momentum == 0) {
            plain(values, gradient, from, to, gradientScale, weightDecay, -learningRate);
        } else {
            float[] velocities = velocity.of(parameter);
            accelerate(values, gradient, velocities, from, to, gradientScale, weightDecay, momentum);
            if (nesterov) {
                lookAhead(values, gradient, velocities, from, to, gradientScale, weightDecay, momentum, -learningRate);
            } else {
                plain(values, velocities, from, to, 1, 0, -learningRate);
            }
        }
    }

    @Override
    public void save(SortedMap<String, Tensor> state) {
        velocity.save(state);
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        velocity.restore(state);
    }

    private static void plain(float[] w, float[] g, int from, int to, float scale, float decay, float rate) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        for (int i = from; i < to; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, w, i);
            FloatVector slope =
                    value.fma(decays, FloatVector.fromArray(SPECIES, g, i).mul(scale));
            slope.fma(rates, value).intoArray(w, i);
        }
    }

    private static void accelerate(
            float[] w, float[] g, float[] v, int from, int to, float scale, float decay, float momentum) {
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        for (int i = from; i < to; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, w, i);
            FloatVector slope =
                    value.fma(decays, FloatVector.fromArray(SPECIES, g, i).mul(scale));
            FloatVector.fromArray(SPECIES, v, i).fma(momenta, slope).intoArray(v, i);
        }
    }

    private static void lookAhead(
            float[] w, float[] g, float[] v, int from, int to, float scale, float decay, float momentum, float rate) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        for (int i = from; i < to; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, w, i);
            FloatVector slope =
                    value.fma(decays, FloatVector.fromArray(SPECIES, g, i).mul(scale));
            FloatVector ahead = FloatVector.fromArray(SPECIES, v, i).fma(momenta, slope);
            ahead.fma(rates, value).intoArray(w, i);
        }
    }
}
