package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.contracts.job.ModelSpec.Init;
import dev.atelier.trainer.checkpoint.Tensor;
import dev.atelier.trainer.optimizer.StateEntries;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operations with their weights and running statistics: runs batches of shape [batch, channels, height, width]. */
public final class Network {
    /** PyTorch's momentum of 0.1, as DJL counts it. */
    private static final float STATISTICS_MOMENTUM = 0.9f;

    private static final float STATISTICS_EPSILON = 1e-5f;
    private static final float LEAK = 0.01f;
    private static final Shape ONE = new Shape(1, 1);

    private final NDManager manager;
    private final List<Op> ops;
    private final Map<String, Weight> weights = new HashMap<>();
    private final List<Weight> inOrder = new ArrayList<>();
    private final Map<String, Statistics> statistics = new HashMap<>();

    /**
     * @param manager owns the weights; closing it ends the network
     * @param averaged whether moving averages of the weights are kept, which are then what inference uses
     */
    public Network(NDManager manager, List<Op> ops, Init init, Seeds seeds, boolean averaged) {
        this.manager = manager;
        this.ops = List.copyOf(ops);
        draw(this.ops, init, seeds, averaged);
    }

    /** The weights in the order of the operations. */
    public List<Weight> weights() {
        return List.copyOf(inOrder);
    }

    /**
     * The training pass: gradients are collected where the caller collects them.
     *
     * @param step owns what the pass makes
     * @param random what dropout draws from
     * @return logits, shape [batch, classes]
     */
    public NDArray train(NDArray images, NDManager step, RandomStream random) {
        return run(ops, images, new Pass(step, Optional.of(random)));
    }

    /**
     * The inference pass.
     *
     * @param step owns what the pass makes
     * @return logits, shape [batch, classes]
     */
    public NDArray infer(NDArray images, NDManager step) {
        return run(ops, images, new Pass(step, Optional.empty()));
    }

    /** Copies of what inference uses, by name. */
    public SortedMap<String, Tensor> evaluated() {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        inOrder.forEach(weight -> tensors.put(weight.name(), weight.export(weight.evaluatedArray())));
        statistics.values().forEach(each -> each.save(tensors));
        return tensors;
    }

    /** Makes inference use what {@link #evaluated} once gave. */
    public void load(SortedMap<String, Tensor> tensors) {
        inOrder.forEach(
                weight -> weight.restore(StateEntries.require(tensors, weight.name()), weight.evaluatedArray()));
        statistics.values().forEach(each -> each.restore(tensors));
    }

    /** Copies of what training uses, by name; without what the optimiser keeps. */
    public void save(SortedMap<String, Tensor> state, String averagePrefix) {
        for (Weight weight : inOrder) {
            state.put(weight.name(), weight.export(weight.array()));
            if (weight.averaged()) {
                state.put(averagePrefix + weight.name(), weight.export(weight.evaluatedArray()));
            }
        }
        statistics.values().forEach(each -> each.save(state));
    }

    /** Goes back to what {@link #save} once saved. */
    public void restore(SortedMap<String, Tensor> state, String averagePrefix) {
        for (Weight weight : inOrder) {
            weight.restore(StateEntries.require(state, weight.name()), weight.array());
            if (weight.averaged()) {
                weight.restore(StateEntries.require(state, averagePrefix + weight.name()), weight.evaluatedArray());
            }
        }
        statistics.values().forEach(each -> each.restore(state));
    }

    private void draw(List<Op> some, Init init, Seeds seeds, boolean averaged) {
        for (Op op : some) {
            RandomStream random = seeds.stream(Purpose.WEIGHTS, 0, weights.size());
            switch (op) {
                case Op.Convolve convolve -> {
                    int area = convolve.kernel() * convolve.kernel();
                    int fanIn = convolve.inputs() * area;
                    List<Integer> shape =
                            List.of(convolve.outputs(), convolve.inputs(), convolve.kernel(), convolve.kernel());
                    float[] values =
                            Initial.weights(init, convolve.outputs() * fanIn, fanIn, convolve.outputs() * area, random);
                    add(convolve.name() + ".weight", shape, values, true, averaged);
                    if (convolve.bias()) {
                        float[] biases = Initial.biases(init, convolve.outputs(), fanIn, random);
                        add(convolve.name() + ".bias", List.of(convolve.outputs()), biases, false, averaged);
                    }
                }
                case Op.Connect connect -> {
                    float[] values = Initial.weights(
                            init, connect.outputs() * connect.inputs(), connect.inputs(), connect.outputs(), random);
                    float[] biases = Initial.biases(init, connect.outputs(), connect.inputs(), random);
                    add(
                            connect.name() + ".weight",
                            List.of(connect.outputs(), connect.inputs()),
                            values,
                            true,
                            averaged);
                    add(connect.name() + ".bias", List.of(connect.outputs()), biases, false, averaged);
                }
                case Op.Normalize normalize -> {
                    List<Integer> shape = List.of(normalize.channels());
                    float[] ones = Initial.constant(normalize.channels(), 1);
                    float[] zeros = Initial.constant(normalize.channels(), 0);
                    add(normalize.name() + ".weight", shape, ones, false, averaged);
                    add(normalize.name() + ".bias", shape, zeros, false, averaged);
                    statistics.put(normalize.name(), Statistics.of(manager, normalize.name(), normalize.channels()));
                }
                case Op.Residual residual -> {
                    draw(residual.main(), init, seeds, averaged);
                    draw(residual.shortcut(), init, seeds, averaged);
                }
                case Op.Activate _, Op.MaxPool _, Op.AveragePlanes _, Op.Flatten _, Op.Drop _ -> {}
            }
        }
    }

    private void add(String name, List<Integer> shape, float[] values, boolean penalised, boolean averaged) {
        Weight weight = new Weight(manager, name, shape, values, penalised, averaged);
        if (weights.put(name, weight) != null) {
            throw new IllegalArgumentException("two operations are named " + name);
        }
        inOrder.add(weight);
    }

    private NDArray run(List<Op> some, NDArray input, Pass pass) {
        NDArray x = input;
        for (Op op : some) {
            x = run(op, x, pass);
        }
        return x;
    }

    private NDArray run(Op op, NDArray x, Pass pass) {
        return switch (op) {
            case Op.Convolve convolve -> convolve(convolve, x, pass);
            case Op.Normalize normalize -> normalize(normalize, x, pass);
            case Op.Activate(var function) -> activate(function, x);
            case Op.MaxPool(int window, int stride, int padding) ->
                Pool.maxPool2d(x, square(window), square(stride), square(padding), false);
            case Op.AveragePlanes _ -> Pool.globalAvgPool2d(x);
            case Op.Flatten _ -> x.reshape(x.getShape().get(0), -1);
            case Op.Connect(String name, int _, int _) ->
                Linear.linear(x, value(name + ".weight", pass), value(name + ".bias", pass))
                        .singletonOrThrow();
            case Op.Drop(double probability, boolean channels) -> drop(probability, channels, x, pass);
            case Op.Residual(var main, var shortcut, var function) ->
                activate(function, run(main, x, pass).add(run(shortcut, x, pass)));
        };
    }

    private NDArray convolve(Op.Convolve op, NDArray x, Pass pass) {
        NDArray padded = x;
        int padding = op.padding();
        if (op.paddingAfter() != padding) {
            padded = x.pad(new Shape(padding, op.paddingAfter(), padding, op.paddingAfter()), 0);
            padding = 0;
        }
        NDArray bias = op.bias() ? value(op.name() + ".bias", pass) : null;
        NDArray weight = value(op.name() + ".weight", pass);
        return Conv2d.conv2d(padded, weight, bias, square(op.stride()), square(padding), ONE)
                .singletonOrThrow();
    }

    private NDArray normalize(Op.Normalize op, NDArray x, Pass pass) {
        Statistics running = statistics.get(op.name());
        if (running == null) {
            throw new IllegalStateException("no statistics of " + op.name());
        }
        return BatchNorm.batchNorm(
                        x,
                        running.mean(),
                        running.variance(),
                        value(op.name() + ".weight", pass),
                        value(op.name() + ".bias", pass),
                        -1,
                        STATISTICS_MOMENTUM,
                        STATISTICS_EPSILON,
                        pass.training())
                .singletonOrThrow();
    }

    private static NDArray activate(ModelSpec.Activation function, NDArray x) {
        return switch (function) {
            case RELU -> Activation.relu(x);
            case TANH -> Activation.tanh(x);
            case LEAKY_RELU -> Activation.leakyRelu(x, LEAK);
        };
    }

    private static NDArray drop(double probability, boolean channels, NDArray x, Pass pass) {
        if (!pass.training() || probability == 0) {
            return x;
        }
        Shape shape = x.getShape();
        return x.mul(pass.factors(probability, channels ? new Shape(shape.get(0), shape.get(1), 1, 1) : shape));
    }

    private NDArray value(String name, Pass pass) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("no weight " + name);
        }
        return pass.value(weight);
    }

    private static Shape square(int side) {
        return new Shape(side, side);
    }
}
