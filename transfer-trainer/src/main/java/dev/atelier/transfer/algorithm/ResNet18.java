package dev.atelier.transfer.algorithm;

import dev.atelier.djl.network.Op;
import dev.atelier.djl.network.Op.Activate;
import dev.atelier.djl.network.Op.BatchNorm2d;
import dev.atelier.djl.network.Op.Conv2d;
import dev.atelier.djl.network.Op.Linear;
import dev.atelier.djl.network.Op.MaxPool;
import dev.atelier.trainer.algorithm.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual network of 18 layers of He et al., "Deep Residual Learning for Image Recognition" (2015), table 1, with the
 * topology and the names of torchvision's {@code resnet18}.
 */
public final class ResNet18 {
    /** Channels of the images that it takes. */
    public static final int CHANNELS = 3;

    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int BLOCKS = 2;
    private static final int STEM_OPS = 4;

    private ResNet18() {}

    /** From images of three channels to rows of 512 features. */
    public static List<Op> backbone() {
        List<Op> ops = new ArrayList<>(List.of(
                new Conv2d("conv1", CHANNELS, WIDTHS[0], 7, 2, 3, false),
                new BatchNorm2d("bn1", WIDTHS[0]),
                new Activate(Activation.RELU),
                new MaxPool(3, 2, 1)));
        int channels = WIDTHS[0];
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            for (int block = 0; block < BLOCKS; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                ops.add(block("layer" + (stage + 1) + "." + block, channels, WIDTHS[stage], stride));
                channels = WIDTHS[stage];
            }
        }
        ops.add(new Op.AveragePlanes());
        return ops;
    }

    /**
     * From features to logits: linear layers with ReLU between, named as PyTorch names {@code fc}, alone or in a
     * {@code Sequential}.
     */
    public static List<Op> head(List<Integer> hidden, int classes) {
        int inputs = WIDTHS[WIDTHS.length - 1];
        if (hidden.isEmpty()) {
            return List.of(new Linear("fc", inputs, classes));
        }
        List<Op> ops = new ArrayList<>();
        for (int width : hidden) {
            ops.add(new Linear("fc." + ops.size(), inputs, width));
            ops.add(new Activate(Activation.RELU));
            inputs = width;
        }
        ops.add(new Linear("fc." + ops.size(), inputs, classes));
        return ops;
    }

    /**
     * Number of operations that stay as they are.
     *
     * @param trainable {@code head}, {@code layer4} to {@code layer1}, or {@code all}
     */
    public static int frozen(String trainable) {
        return switch (trainable) {
            case "head" -> STEM_OPS + WIDTHS.length * BLOCKS + 1;
            case "layer4", "layer3", "layer2", "layer1" ->
                STEM_OPS + (Integer.parseInt(trainable.substring("layer".length())) - 1) * BLOCKS;
            case "all" -> 0;
            default -> throw new IllegalArgumentException("trainable is " + trainable);
        };
    }

    private static Op block(String name, int inputs, int outputs, int stride) {
        List<Op> main = List.of(
                new Conv2d(name + ".conv1", inputs, outputs, 3, stride, 1, false),
                new BatchNorm2d(name + ".bn1", outputs),
                new Activate(Activation.RELU),
                new Conv2d(name + ".conv2", outputs, outputs, 3, 1, 1, false),
                new BatchNorm2d(name + ".bn2", outputs));
        List<Op> shortcut = stride == 1 && inputs == outputs
                ? List.of()
                : List.of(
                        new Conv2d(name + ".downsample.0", inputs, outputs, 1, stride, 0, false),
                        new BatchNorm2d(name + ".downsample.1", outputs));
        return new Op.Residual(main, shortcut, Activation.RELU);
    }
}
