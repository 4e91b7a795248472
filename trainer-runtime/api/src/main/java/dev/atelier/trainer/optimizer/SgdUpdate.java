package dev.atelier.trainer.optimizer;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;
import static dev.atelier.trainer.compute.Vectors.get;
import static dev.atelier.trainer.compute.Vectors.load;
import static dev.atelier.trainer.compute.Vectors.set;
import static dev.atelier.trainer.compute.Vectors.store;

import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SortedMap;
import jdk.incubator.vector.FloatVector;

/** Stochastic gradient descent as PyTorch defines it: weight decay in the gradient, momentum, Nesterov's momentum. */
final class SgdUpdate implements UpdateRule {
    private final List<? extends Parameter> parameters;
    private final float momentum;
    private final boolean nesterov;
    private final float weightDecay;
    private final Moments velocity;
    private double learningRate;

    SgdUpdate(OptimizerSpec.Sgd settings, List<? extends Parameter> parameters) {
        this.parameters = parameters;
        this.momentum = (float) settings.momentum();
        this.nesterov = settings.looksAhead();
        this.weightDecay = (float) settings.weightDecay();
        this.velocity = new Moments("velocity", momentum == 0 ? List.of() : parameters);
    }

    @Override
    public void begin(double stepLearningRate) {
        learningRate = stepLearningRate;
    }

    @Override
    public void move(int parameter, long from, long to, float gradientScale) {
        MemorySegment values = parameters.get(parameter).values();
        MemorySegment gradient = parameters.get(parameter).gradient();
        float rate = (float) -(learningRate * parameters.get(parameter).rate());
        if (momentum == 0) {
            plain(values, gradient, from, to, gradientScale, weightDecay, rate);
        } else {
            MemorySegment velocities = velocity.of(parameter);
            accelerate(values, gradient, velocities, from, to, gradientScale, weightDecay, momentum);
            if (nesterov) {
                lookAhead(values, gradient, velocities, from, to, gradientScale, weightDecay, momentum, rate);
            } else {
                plain(values, velocities, from, to, 1, 0, rate);
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

    private static void plain(
            MemorySegment w, MemorySegment g, long from, long to, float scale, float decay, float rate) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector value = load(w, i);
            FloatVector slope = value.fma(decays, load(g, i).mul(scale));
            store(slope.fma(rates, value), w, i);
        }
        for (; i < to; i++) {
            float value = get(w, i);
            float slope = Math.fma(value, decay, get(g, i) * scale);
            set(w, i, Math.fma(slope, rate, value));
        }
    }

    private static void accelerate(
            MemorySegment w,
            MemorySegment g,
            MemorySegment v,
            long from,
            long to,
            float scale,
            float decay,
            float momentum) {
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector slope = load(w, i).fma(decays, load(g, i).mul(scale));
            store(load(v, i).fma(momenta, slope), v, i);
        }
        for (; i < to; i++) {
            float slope = Math.fma(get(w, i), decay, get(g, i) * scale);
            set(v, i, Math.fma(get(v, i), momentum, slope));
        }
    }

    private static void lookAhead(
            MemorySegment w,
            MemorySegment g,
            MemorySegment v,
            long from,
            long to,
            float scale,
            float decay,
            float momentum,
            float rate) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector value = load(w, i);
            FloatVector slope = value.fma(decays, load(g, i).mul(scale));
            store(load(v, i).fma(momenta, slope).fma(rates, value), w, i);
        }
        for (; i < to; i++) {
            float value = get(w, i);
            float slope = Math.fma(value, decay, get(g, i) * scale);
            set(w, i, Math.fma(Math.fma(get(v, i), momentum, slope), rate, value));
        }
    }
}
