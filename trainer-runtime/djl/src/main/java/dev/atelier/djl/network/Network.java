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
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import java.util.Optional;

/** Operations with their weights: runs batches of shape [batch, channels, height, width]. */
public final class Network {
    /** PyTorch's momentum of 0.1, as DJL counts it. */
    private static final float STATISTICS_MOMENTUM = 0.9f;

    private static final float STATISTICS_EPSILON = 1e-5f;
    private static final float LEAK = 0.01f;
    private static final Shape ONE = new Shape(1, 1);

    private final List<Op> ops;
    private final Weights weights;

    /**
     * @param manager owns the weights; closing it ends the network
     * @param averaged whether moving averages of the weights are kept, which are then what inference uses
     */
    public Network(NDManager manager, List<Op> ops, Init init, Seeds seeds, boolean averaged) {
        this.ops = List.copyOf(ops);
        this.weights = new Weights(manager, ops, init, seeds, averaged);
    }

    public Weights weights() {
        return weights;
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
        Statistics running = weights.statistics(op.name());
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
        return pass.value(weights.get(name));
    }

    private static Shape square(int side) {
        return new Shape(side, side);
    }
}
