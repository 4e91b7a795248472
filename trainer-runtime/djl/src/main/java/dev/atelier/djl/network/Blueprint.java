package dev.atelier.djl.network;

import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Init;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network as a job describes it.
 *
 * @param ops from images to logits
 * @param init how weights are drawn
 * @param given weights and statistics, by name, that are not drawn but taken from here
 * @param frozen number of operations, counted from the first, whose weights stay as they are
 * @param frozenStatistics what normalisations among the frozen operations go by while the rest is trained
 * @param backbone number of operations, counted from the first, whose learning rate is multiplied by {@code backboneRate}
 */
public record Blueprint(
        List<Op> ops,
        Init init,
        SortedMap<String, Tensor> given,
        int frozen,
        FrozenStatistics frozenStatistics,
        int backbone,
        double backboneRate) {
    public Blueprint {
        ops = List.copyOf(ops);
        given = Collections.unmodifiableSortedMap(new TreeMap<>(given));
        if (frozen < 0 || frozen >= ops.size()) {
            throw new IllegalArgumentException("frozen is " + frozen
                    + "; expected a number that leaves at least one of " + ops.size() + " operations to train");
        }
    }

    /** Statistics that a frozen normalisation goes by in training. */
    public enum FrozenStatistics {
        /** The running ones, which stay as they are. */
        RUNNING,
        /** Those of each batch, which move the running ones. */
        OF_THE_BATCH
    }

    /** A network that is drawn and trained as a whole. */
    public static Blueprint of(List<Op> ops, Init init) {
        return given(ops, init, new TreeMap<>());
    }

    /** The same with weights that are there. */
    static Blueprint given(List<Op> ops, Init init, SortedMap<String, Tensor> weights) {
        return new Blueprint(ops, init, weights, 0, FrozenStatistics.RUNNING, 0, 1);
    }

    /** What stays as it is. */
    public List<Op> frozenOps() {
        return ops.subList(0, frozen);
    }

    /** What is trained. */
    List<Op> trainedOps() {
        return ops.subList(frozen, ops.size());
    }

    /** Whether what the frozen operations make of an image depends on that image alone. */
    public boolean hasSteadyFeatures() {
        return frozen > 0 && frozenStatistics == FrozenStatistics.RUNNING;
    }

    /** Number of trainable numbers. */
    public long parameters() {
        return Op.parameters(trainedOps());
    }

    /** What comes out of the frozen operations. */
    public FeatureShape features(FeatureShape image) {
        FeatureShape shape = image;
        for (Op op : frozenOps()) {
            shape = op.output(shape);
        }
        return shape;
    }
}
