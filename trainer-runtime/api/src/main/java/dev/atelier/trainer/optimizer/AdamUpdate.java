package dev.atelier.trainer.optimizer;

import static dev.atelier.trainer.compute.Vectors.LANES;
import static dev.atelier.trainer.compute.Vectors.SPECIES;
import static dev.atelier.trainer.compute.Vectors.get;
import static dev.atelier.trainer.compute.Vectors.load;
import static dev.atelier.trainer.compute.Vectors.set;
import static dev.atelier.trainer.compute.Vectors.store;

import dev.atelier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SortedMap;
import jdk.incubator.vector.FloatVector;

/**
 * Adam and AdamW as PyTorch defines them: ε is added after bias correction; Adam adds weight decay to the gradient, AdamW
 * shrinks the weights themselves. One pass reads and writes each array once.
 */
final class AdamUpdate implements UpdateRule {
    private static final String STEP = "optimizer.step";

    private final List<? extends Parameter> parameters;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;
    private final boolean decoupled;
    private final Moments first;
    private final Moments second;
    private long step;
    private final Factors[] factors;

    AdamUpdate(
            List<Double> betas,
            double epsilon,
            double weightDecay,
            List<? extends Parameter> parameters,
            boolean decoupled) {
        this.parameters = parameters;
        this.beta1 = betas.get(0);
        this.beta2 = betas.get(1);
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        this.decoupled = decoupled;
        this.first = new Moments("firstMoment", parameters);
        this.second = new Moments("secondMoment", parameters);
        this.factors = new Factors[parameters.size()];
    }

    @Override
    public void begin(double learningRate) {
        step++;
        for (int parameter = 0; parameter < factors.length; parameter++) {
            factors[parameter] =
                    factors(step, learningRate * parameters.get(parameter).rate());
        }
    }

    private Factors factors(long number, double learningRate) {
        double correction1 = 1 - StrictMath.pow(beta1, number);
        double correction2 = 1 - StrictMath.pow(beta2, number);
        return new Factors(
                decoupled ? 0 : (float) weightDecay,
                decoupled ? (float) (1 - learningRate * weightDecay) : 1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) (1 / StrictMath.sqrt(correction2)),
                (float) epsilon,
                (float) (-learningRate / correction1));
    }

    @Override
    public void move(int parameter, long from, long to, float gradientScale) {
        Parameter moved = parameters.get(parameter);
        move(
                moved.values(),
                moved.gradient(),
                first.of(parameter),
                second.of(parameter),
                from,
                to,
                gradientScale,
                factors[parameter]);
    }

    @Override
    public void save(SortedMap<String, Tensor> state) {
        first.save(state);
        second.save(state);
        state.put(STEP, Tensor.scalar(step));
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        first.restore(state);
        second.restore(state);
        step = StateEntries.requireNumber(state, STEP);
    }

    private static void move(
            MemorySegment w,
            MemorySegment g,
            MemorySegment m,
            MemorySegment v,
            long from,
            long to,
            float gradientScale,
            Factors f) {
        FloatVector penalty = FloatVector.broadcast(SPECIES, f.penalty);
        FloatVector gain1 = FloatVector.broadcast(SPECIES, f.gain1);
        FloatVector correction2 = FloatVector.broadcast(SPECIES, f.correction2);
        FloatVector epsilons = FloatVector.broadcast(SPECIES, f.epsilon);
        FloatVector rate = FloatVector.broadcast(SPECIES, f.rate);
        float shrink = f.shrink;
        float keep2 = f.keep2;
        float gain2 = f.gain2;
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector value = load(w, i);
            FloatVector slope = value.fma(penalty, load(g, i).mul(gradientScale));
            FloatVector moment1 = load(m, i);
            moment1 = slope.sub(moment1).fma(gain1, moment1);
            store(moment1, m, i);
            FloatVector moment2 = load(v, i).mul(keep2);
            moment2 = slope.mul(gain2).fma(slope, moment2);
            store(moment2, v, i);
            FloatVector divisor = moment2.sqrt().fma(correction2, epsilons);
            store(moment1.div(divisor).fma(rate, value.mul(shrink)), w, i);
        }
        for (; i < to; i++) {
            moveOne(w, g, m, v, i, gradientScale, f);
        }
    }

    private static void moveOne(
            MemorySegment w,
            MemorySegment g,
            MemorySegment m,
            MemorySegment v,
            long i,
            float gradientScale,
            Factors f) {
        float value = get(w, i);
        float slope = Math.fma(value, f.penalty, get(g, i) * gradientScale);
        float moment1 = get(m, i);
        moment1 = Math.fma(slope - moment1, f.gain1, moment1);
        set(m, i, moment1);
        float moment2 = Math.fma(slope * f.gain2, slope, get(v, i) * f.keep2);
        set(v, i, moment2);
        float divisor = Math.fma((float) Math.sqrt(moment2), f.correction2, f.epsilon);
        set(w, i, Math.fma(moment1 / divisor, f.rate, value * f.shrink));
    }

    /**
     * The numbers of one step.
     *
     * @param penalty weight decay that is added to the gradient
     * @param shrink what the weights are multiplied by
     * @param gain1 1 - β1
     * @param keep2 β2
     * @param gain2 1 - β2
     * @param correction2 1 / √(1 - β2^step)
     * @param rate minus the learning rate / (1 - β1^step)
     */
    private record Factors(
            float penalty,
            float shrink,
            float gain1,
            float keep2,
            float gain2,
            float correction2,
            float epsilon,
            float rate) {}
}
