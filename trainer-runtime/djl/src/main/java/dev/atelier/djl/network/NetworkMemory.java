package dev.atelier.djl.network;

import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.MemoryNeed.Arrays;
import dev.atelier.trainer.algorithm.MemoryNeed.Bytes;
import dev.atelier.trainer.optimizer.StateArrays;
import java.util.List;

/**
 * The memory that the training of a network takes, operation by operation: PyTorch's arrays beside the heap, and in it
 * copies for checkpoints and what passes between the two. Beside what processes of their own occupied that trained with
 * batches of one to two gigabytes, it estimated 1.02 of a plain network, 1.08 of one with normalisations and dropout, and 0.81
 * and 0.90 of residual ones: PyTorch's working memory for their many shapes of convolutions, 200 to 330 MiB whatever the
 * batch, is not in it. Of ResNet18 it estimated 1.06 where all of it was trained, and 1.21 where its head was.
 */
public final class NetworkMemory {
    /** A buffer that Java shares with PyTorch has at most so many floats. */
    private static final long ARRAY_AT_MOST = Integer.MAX_VALUE / Float.BYTES;
    /** Arrays as large as a batch: the buffer that PyTorch reads, and its copy in the order of its convolutions. */
    private static final int INPUT_ARRAYS = 2;
    /** Places of the largest values, as 64-bit numbers. */
    private static final int POOL_PLACES = 2;

    private final FeatureShape image;
    private final Blueprint blueprint;
    /** Results that the backward pass needs, and that live as long as the step. */
    private long kept;
    /** An operation's input and result, or the gradients by them, while it runs; a residual one's beside them. */
    private long largestPass;

    private long dropped;
    private long largestDropped;

    private NetworkMemory(FeatureShape image, Blueprint blueprint) {
        this.image = image;
        this.blueprint = blueprint;
    }

    /**
     * What a network takes.
     *
     * @param keepsFeatures whether its frozen operations run once, for all images, and their results are kept on disk
     * @param onHost whether PyTorch computes in the machine's memory rather than in a device's
     * @param field of the job that decides the network's size
     * @param value of that field
     */
    public static MemoryNeed of(
            Job job,
            Blueprint blueprint,
            InputShape shape,
            boolean keepsFeatures,
            boolean onHost,
            String field,
            String value) {
        FeatureShape image = new FeatureShape(shape.channels(), shape.height(), shape.width());
        return new NetworkMemory(image, blueprint).need(job, keepsFeatures, onHost, field, value);
    }

    private MemoryNeed need(Job job, boolean keepsFeatures, boolean onHost, String field, String value) {
        long trained = Op.parameters(blueprint.trainedOps());
        long frozen = Op.parameters(blueprint.frozenOps());
        int state = StateArrays.of(job.training());
        long folded = blueprint.hasSteadyFeatures() ? frozen : 0;
        long onDevice = trained * (state + 1) + frozen + folded;
        long results = StateArrays.results(job.evaluation());
        long copies = trained * (StateArrays.CHECKPOINTS * state + results) + frozen * results + folded + given();

        boolean byBatch = blueprint.frozenStatistics() == FrozenStatistics.OF_THE_BATCH;
        FeatureShape features = walkFrozen();
        long frozenPass = largestPass;
        largestPass = 0;
        long together = byBatch ? 0 : frozenPass * Network.TOGETHER;
        walk(blueprint.trainedOps(), features);
        boolean showsFeatures = keepsFeatures && blueprint.hasSteadyFeatures();
        long values = showsFeatures ? features.size() : image.size();
        long input = INPUT_ARRAYS * values + (blueprint.frozen() > 0 ? features.size() : 0);
        long training = input + kept + dropped + largestPass + (byBatch ? frozenPass : 0);
        long scoring = input + Math.max(largestPass, byBatch ? frozenPass : 0);
        return new MemoryNeed(
                values,
                Bytes.ofFloats(copies, largestDropped, 0),
                onHost
                        ? Bytes.ofFloats(MemoryNeed.sum(onDevice, together), training, scoring)
                        : Bytes.ofFloats(0, values + dropped, values),
                new Arrays(largestWeights(blueprint.ops()), Math.max(values, largestDropped), ARRAY_AT_MOST),
                field,
                value);
    }

    private long given() {
        return blueprint.given().values().stream()
                .mapToLong(tensor -> tensor.bytes() / Float.BYTES)
                .sum();
    }

    /** Nothing of the frozen operations is kept for the backward pass. */
    private FeatureShape walkFrozen() {
        FeatureShape features = walk(blueprint.frozenOps(), image);
        kept = 0;
        return features;
    }

    private FeatureShape walk(List<Op> ops, FeatureShape input) {
        FeatureShape features = input;
        for (Op op : ops) {
            features = walk(op, features);
        }
        return features;
    }

    /** Adds what an operation makes of one image. */
    private FeatureShape walk(Op op, FeatureShape input) {
        FeatureShape output = op.output(input);
        switch (op) {
            case Op.Residual(var main, var shortcut, var _) -> {
                long before = largestPass;
                largestPass = 0;
                walk(main, input);
                walk(shortcut, input);
                largestPass = Math.max(before, largestPass + input.size() + output.size());
                keep(output, 2);
            }
            case Op.MaxPool _ -> keep(output, 1 + POOL_PLACES);
            case Op.Dropout(var _, boolean channels) -> {
                long factors = channels ? input.channels() : input.size();
                dropped += factors;
                largestDropped = Math.max(largestDropped, factors);
                keep(output, 1);
            }
            case Op.Flatten _ -> {}
            case Op.Conv2d _, Op.BatchNorm2d _, Op.Activate _, Op.AveragePlanes _, Op.Linear _ -> keep(output, 1);
        }
        largestPass = Math.max(largestPass, input.size() + output.size());
        return output;
    }

    private void keep(FeatureShape output, int arrays) {
        kept += arrays * output.size();
    }

    private static long largestWeights(List<Op> ops) {
        return ops.stream()
                .mapToLong(op -> op instanceof Op.Residual(var main, var shortcut, var _)
                        ? Math.max(largestWeights(main), largestWeights(shortcut))
                        : op.parameters())
                .max()
                .orElse(0);
    }
}
