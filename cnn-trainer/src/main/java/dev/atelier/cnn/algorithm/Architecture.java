package dev.atelier.cnn.algorithm;

import dev.atelier.djl.network.FeatureShape;
import dev.atelier.djl.network.Op;
import dev.atelier.djl.network.Op.Activate;
import dev.atelier.djl.network.Op.BatchNorm2d;
import dev.atelier.djl.network.Op.Conv2d;
import dev.atelier.djl.network.Op.Dropout;
import dev.atelier.djl.network.Op.Flatten;
import dev.atelier.djl.network.Op.Linear;
import dev.atelier.djl.network.Op.MaxPool;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.algorithm.InputShape;
import java.util.ArrayList;
import java.util.List;

/** Turns a model as a job describes it into operations. */
public final class Architecture {
    private static final MaxPool POOL = new MaxPool(2, 2, 0);

    private Architecture() {}

    /** The operations from images to logits. */
    public static List<Op> of(CnnSpec spec, InputShape shape) {
        return switch (spec) {
            case CnnSpec.Plain plain -> plain(plain, shape);
            case CnnSpec.Residual residual -> residual(residual, shape);
        };
    }

    /** How its weights are drawn; PyTorch's way where the job has no choice. */
    public static Init init(CnnSpec spec) {
        return spec instanceof CnnSpec.Plain plain ? plain.init() : Init.PYTORCH;
    }

    /**
     * Convolutions, each pooled to half its size as long as there is something to halve, then linear layers. Channels are
     * dropped after the first pool with half the probability, values before the last layer. Each activation rises
     * everywhere, so that of the largest is the largest of all: pooling comes first and leaves it a quarter of the work.
     */
    private static List<Op> plain(CnnSpec.Plain spec, InputShape shape) {
        List<Op> ops = new ArrayList<>();
        FeatureShape features = new FeatureShape(shape.channels(), shape.height(), shape.width());
        for (int layer = 1; layer <= spec.filters().size(); layer++) {
            int filters = spec.filters().get(layer - 1);
            ops.add(Conv2d.same("conv" + layer, features.channels(), filters, spec.kernel(), !spec.batchNorm()));
            if (spec.batchNorm()) {
                ops.add(new BatchNorm2d("norm" + layer, filters));
            }
            features = new FeatureShape(filters, features.height(), features.width());
            if (features.height() >= POOL.window() && features.width() >= POOL.window()) {
                ops.add(POOL);
                features = POOL.output(features);
            }
            ops.add(new Activate(spec.activation()));
            if (layer == 1 && spec.dropout() > 0 && ops.contains(POOL)) {
                ops.add(new Dropout(spec.dropout() / 2, true));
            }
        }
        ops.add(new Flatten());
        int width = Math.toIntExact(features.size());
        for (int layer = 1; layer <= spec.hidden().size(); layer++) {
            int outputs = spec.hidden().get(layer - 1);
            ops.add(new Linear("hidden" + layer, width, outputs));
            ops.add(new Activate(spec.activation()));
            width = outputs;
        }
        if (spec.dropout() > 0) {
            ops.add(new Dropout(spec.dropout(), false));
        }
        ops.add(new Linear("output", width, shape.classes()));
        return ops;
    }

    /** A stem, stages of basic blocks of which each stage's first halves the size, the mean of each plane, a linear layer. */
    private static List<Op> residual(CnnSpec.Residual spec, InputShape shape) {
        List<Op> ops = new ArrayList<>(List.of(
                new Conv2d("stem.conv", shape.channels(), spec.stem(), 3, 1, 1, false),
                new BatchNorm2d("stem.norm", spec.stem()),
                new Activate(Activation.RELU)));
        int channels = spec.stem();
        for (int stage = 0; stage < spec.widths().size(); stage++) {
            int width = spec.widths().get(stage);
            for (int block = 0; block < spec.blocks().get(stage); block++) {
                ops.add(basicBlock("stages." + stage + "." + block, channels, width, block == 0 ? 2 : 1));
                channels = width;
            }
        }
        ops.add(new Op.AveragePlanes());
        ops.add(new Linear("output", channels, shape.classes()));
        return ops;
    }

    private static Op basicBlock(String name, int inputs, int outputs, int stride) {
        List<Op> main = List.of(
                new Conv2d(name + ".conv1", inputs, outputs, 3, stride, 1, false),
                new BatchNorm2d(name + ".norm1", outputs),
                new Activate(Activation.RELU),
                new Conv2d(name + ".conv2", outputs, outputs, 3, 1, 1, false),
                new BatchNorm2d(name + ".norm2", outputs));
        List<Op> shortcut = stride == 1 && inputs == outputs
                ? List.of()
                : List.of(
                        new Conv2d(name + ".shortcut.conv", inputs, outputs, 1, stride, 0, false),
                        new BatchNorm2d(name + ".shortcut.norm", outputs));
        return new Op.Residual(main, shortcut, Activation.RELU);
    }
}
