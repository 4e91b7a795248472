package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Operations with their weights: runs batches of shape [batch, channels, height, width]. */
public final class Network {
    /** PyTorch's momentum of 0.1, as DJL counts it. */
    private static final float STATISTICS_MOMENTUM = 0.9f;

    static final float STATISTICS_EPSILON = 1e-5f;
    private static final float LEAK = 0.01f;
    private static final Shape ONE = new Shape(1, 1);

    /** Another number when the frozen operations come to other bits on the same images and machine. */
    public static final int FROZEN_ARITHMETIC = 2;

    /** Images that go through the frozen operations at once. */
    static final int TOGETHER = 64;

    private final Blueprint blueprint;
    private final Weights weights;
    private final NDManager manager;
    private final Seeds seeds;
    private @Nullable Network folded;

    /**
     * @param manager owns the weights; closing it ends the network
     * @param averaged whether moving averages of the weights are kept, which are then what inference uses
     */
    public Network(NDManager manager, Blueprint blueprint, Seeds seeds, boolean averaged) {
        this.blueprint = blueprint;
        this.weights = new Weights(manager, blueprint, seeds, averaged);
        this.manager = manager;
        this.seeds = seeds;
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
        NDArray features = blueprint.frozenStatistics() == FrozenStatistics.OF_THE_BATCH
                ? run(blueprint.frozenOps(), images, Pass.movingStatistics(step))
                : features(images, step);
        return trainOnFeatures(features, step, random);
    }

    /** The training pass from what {@link #features} made of images. */
    public NDArray trainOnFeatures(NDArray features, NDManager step, RandomStream random) {
        return run(blueprint.trainedOps(), entering(features), Pass.training(step, random));
    }

    /**
     * The inference pass.
     *
     * @param step owns what the pass makes
     * @return logits, shape [batch, classes]
     */
    public NDArray infer(NDArray images, NDManager step) {
        return inferOnFeatures(features(images, step), step);
    }

    /** The inference pass from what {@link #features} made of images. */
    public NDArray inferOnFeatures(NDArray features, NDManager step) {
        return run(blueprint.trainedOps(), entering(features), Pass.inference(step));
    }

    /** Rows come as planes of one pixel from where only volumes are known. */
    private NDArray entering(NDArray features) {
        boolean asRow = blueprint.trainedOps().getFirst() instanceof Op.Linear
                && features.getShape().dimension() > 2;
        return asRow ? features.reshape(features.getShape().get(0), -1) : features;
    }

    /**
     * What the frozen operations make of images. These go through them a fixed number at a time: that bounds the memory,
     * and what an image comes to does not depend, not even by a bit, on how many others are in the batch.
     *
     * @param step owns the result
     */
    public NDArray features(NDArray images, NDManager step) {
        if (blueprint.frozen() == 0) {
            return images;
        }
        long size = images.getShape().get(0);
        try (NDManager scope = step.newSubManager()) {
            NDList parts = new NDList();
            for (long from = 0; from < size; from += TOGETHER) {
                long here = Math.min(TOGETHER, size - from);
                parts.add(features(images, from, here, scope));
            }
            NDArray all = NDArrays.concat(parts, 0);
            all.attach(step);
            return all;
        }
    }

    private NDArray features(NDArray images, long from, long size, NDManager scope) {
        NDArray part = images.get(new NDIndex(from + ":" + (from + size)));
        part.attach(scope);
        if (size < TOGETHER) {
            Shape shape = images.getShape();
            NDArray rest = scope.zeros(new Shape(TOGETHER - size).addAll(shape.slice(1)));
            part = part.concat(rest, 0);
        }
        NDArray features = blueprint.hasSteadyFeatures()
                ? folded().whole(part, scope)
                : run(blueprint.frozenOps(), part, Pass.inference(scope));
        part.close();
        return size < TOGETHER ? features.get(new NDIndex("0:" + size)) : features;
    }

    /** Makes inference use what {@link Weights#evaluated} once gave. */
    public void load(SortedMap<String, Tensor> tensors) {
        weights.load(tensors);
        forgetFolded();
    }

    /** Goes back to what {@link Weights#save} once saved. */
    public void restore(SortedMap<String, Tensor> state, String averagePrefix) {
        weights.restore(state, averagePrefix);
        forgetFolded();
    }

    private void forgetFolded() {
        if (folded != null) {
            folded.manager.close();
            folded = null;
        }
    }

    /** The frozen operations without their normalisations; training moves nothing of them, so they are made once. */
    private Network folded() {
        Network known = folded;
        if (known == null) {
            Folding made = Folding.of(blueprint.frozenOps(), weights.evaluated());
            known = new Network(
                    manager.newSubManager(),
                    Blueprint.given(made.ops(), blueprint.init(), made.weights()),
                    seeds,
                    false);
            folded = known;
        }
        return known;
    }

    private NDArray whole(NDArray images, NDManager scope) {
        return run(blueprint.ops(), images, Pass.inference(scope));
    }

    private NDArray run(List<Op> some, NDArray input, Pass pass) {
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
            case Op.Conv2d convolve -> convolve(convolve, x, pass);
            case Op.BatchNorm2d normalize -> normalize(normalize, x, pass);
            case Op.Activate(var function) -> activate(function, x);
            case Op.MaxPool(int window, int stride, int padding) ->
                Pool.maxPool2d(x, square(window), square(stride), square(padding), false);
            case Op.AveragePlanes _ -> Pool.globalAvgPool2d(x);
            case Op.Flatten _ -> x.reshape(x.getShape().get(0), -1);
            case Op.Linear(String name, int _, int _) ->
                Linear.linear(x, value(name + ".weight", pass), value(name + ".bias", pass))
                        .singletonOrThrow();
            case Op.Dropout(double probability, boolean channels) -> drop(probability, channels, x, pass);
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

    private NDArray convolve(Op.Conv2d op, NDArray x, Pass pass) {
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

    private NDArray normalize(Op.BatchNorm2d op, NDArray x, Pass pass) {
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

    private static NDArray drop(double probability, boolean channels, NDArray x, Pass pass) {
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
