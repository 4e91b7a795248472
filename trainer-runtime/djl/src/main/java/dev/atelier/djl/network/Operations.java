package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/** What each kind of operation is in PyTorch, with a network's weights. */
record Operations(Weights weights) {
    static final float STATISTICS_EPSILON = 1e-5f;

    /** PyTorch's momentum of 0.1, as DJL counts it. */
    private static final float STATISTICS_MOMENTUM = 0.9f;

    private static final float LEAK = 0.01f;
    private static final Shape ONE = new Shape(1, 1);

    /**
     * Runs a batch through operations in their order. Unless it trains, what is computed on the way is given up.
     *
     * @param input stays open
     */
    NDArray run(List<Op> some, NDArray input, Pass pass) {
        NDArray x = input;
        for (Op op : some) {
            NDArray next = run(op, x, pass);
            if (!pass.trains() && x != input && next != x) {
                x.close();
            }
            x = next;
        }
        return x;
    }

    private NDArray run(Op op, NDArray x, Pass pass) {
        return switch (op) {
            case Op.Conv2d conv2d -> applyConv2d(conv2d, x, pass);
            case Op.BatchNorm2d batchNorm -> applyBatchNorm(batchNorm, x, pass);
            case Op.Activate(var function) -> activate(function, x);
            case Op.MaxPool(int window, int stride, int padding) ->
                Pool.maxPool2d(x, square(window), square(stride), square(padding), false);
            case Op.AveragePlanes _ -> Pool.globalAvgPool2d(x);
            case Op.Flatten _ -> x.reshape(x.getShape().get(0), -1);
            case Op.Linear(String name, int _, int _) ->
                Linear.linear(x, value(name + ".weight", pass), value(name + ".bias", pass))
                        .singletonOrThrow();
            case Op.Dropout(double probability, boolean channels) -> applyDropout(probability, channels, x, pass);
            case Op.Residual residual -> residual(residual, x, pass);
        };
    }

    private NDArray residual(Op.Residual op, NDArray x, Pass pass) {
        NDArray main = run(op.main(), x, pass);
        NDArray shortcut = run(op.shortcut(), x, pass);
        if (pass.trains()) {
            return activate(op.function(), main.add(shortcut));
        }
        try (NDArray sum = main.addi(shortcut)) {
            if (shortcut != x) {
                shortcut.close();
            }
            return activate(op.function(), sum);
        }
    }

    private NDArray applyConv2d(Op.Conv2d op, NDArray x, Pass pass) {
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

    private NDArray applyBatchNorm(Op.BatchNorm2d op, NDArray x, Pass pass) {
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
                        pass.batchStatistics())
                .singletonOrThrow();
    }

    private static NDArray activate(dev.atelier.trainer.algorithm.Activation function, NDArray x) {
        return switch (function) {
            case RELU -> Activation.relu(x);
            case TANH -> Activation.tanh(x);
            case LEAKY_RELU -> Activation.leakyRelu(x, LEAK);
        };
    }

    private static NDArray applyDropout(double probability, boolean channels, NDArray x, Pass pass) {
        if (!pass.trains() || probability == 0) {
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
