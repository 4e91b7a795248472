package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Operations with their weights: runs batches of shape [batch, channels, height, width]. */
public final class Network {
    /** Another number when the frozen operations compute other bits on the same images and machine. */
    public static final int FROZEN_ARITHMETIC = 2;

    /** Images that go through the frozen operations at once. */
    static final int TOGETHER = 64;

    private final Blueprint blueprint;
    private final Weights weights;
    private final Operations operations;
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
        this.operations = new Operations(weights);
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
                ? operations.run(blueprint.frozenOps(), images, Pass.movingStatistics(step))
                : features(images, step);
        return trainOnFeatures(features, step, random);
    }

    /** The training pass from what {@link #features} made of images. */
    public NDArray trainOnFeatures(NDArray features, NDManager step, RandomStream random) {
        return operations.run(blueprint.trainedOps(), entering(features), Pass.training(step, random));
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
        return operations.run(blueprint.trainedOps(), entering(features), Pass.inference(step));
    }

    /** Rows are passed as planes of one pixel where operations take planes. */
    private NDArray entering(NDArray features) {
        boolean asRow = blueprint.trainedOps().getFirst() instanceof Op.Linear
                && features.getShape().dimension() > 2;
        return asRow ? features.reshape(features.getShape().get(0), -1) : features;
    }

    /**
     * What the frozen operations make of images. These go through them a fixed number at a time: that bounds the memory,
     * and the result for an image does not depend, not even by a bit, on how many others are in the batch.
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
                : operations.run(blueprint.frozenOps(), part, Pass.inference(scope));
        part.close();
        return size < TOGETHER ? features.get(new NDIndex("0:" + size)) : features;
    }

    /** Makes inference use what {@link Weights#evaluated} once gave. */
    public void load(SortedMap<String, Tensor> tensors) {
        weights.load(tensors);
        forgetFolded();
    }

    /** Makes training and inference start from what {@link Weights#evaluated} of such a network once gave. */
    public void startFrom(SortedMap<String, Tensor> tensors) {
        weights.startFrom(tensors);
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
        return operations.run(blueprint.ops(), images, Pass.inference(scope));
    }
}
