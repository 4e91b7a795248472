package dev.atelier.djl.network;

import dev.atelier.trainer.algorithm.Activation;
import java.util.List;

/**
 * One operation of a network, as data: what it does to a shape and which weights it has. Operations with weights have a
 * name, under which these stand in model files as PyTorch's modules would name them.
 */
public sealed interface Op {
    /** Shape of the result for one image. */
    FeatureShape output(FeatureShape input);

    /** Number of trainable numbers. */
    default long parameters() {
        return 0;
    }

    /**
     * A convolution with zeros around the image.
     *
     * @param kernel pixels a side
     * @param padding pixels of zeros at the left and the top; at the right and the bottom as many, or one more where
     *     {@code kernel} is even and the stride 1, so that the size is kept
     */
    record Conv2d(String name, int inputs, int outputs, int kernel, int stride, int padding, boolean bias)
            implements Op {
        /** Keeps height and width. */
        public static Conv2d same(String name, int inputs, int outputs, int kernel, boolean bias) {
            return new Conv2d(name, inputs, outputs, kernel, 1, (kernel - 1) / 2, bias);
        }

        /** Zeros at the right and the bottom. */
        int paddingAfter() {
            return stride == 1 && kernel % 2 == 0 ? padding + 1 : padding;
        }

        @Override
        public FeatureShape output(FeatureShape input) {
            int around = padding + paddingAfter();
            return new FeatureShape(
                    outputs,
                    Math.floorDiv(input.height() + around - kernel, stride) + 1,
                    Math.floorDiv(input.width() + around - kernel, stride) + 1);
        }

        @Override
        public long parameters() {
            return (long) outputs * inputs * kernel * kernel + (bias ? outputs : 0);
        }
    }

    /** Batch normalisation over each channel: PyTorch's, with running statistics of momentum 0.1 and ε 1e-5. */
    record BatchNorm2d(String name, int channels) implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return input;
        }

        @Override
        public long parameters() {
            return 2L * channels;
        }
    }

    record Activate(Activation function) implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return input;
        }
    }

    /** The largest of each window. */
    record MaxPool(int window, int stride, int padding) implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return new FeatureShape(
                    input.channels(),
                    Math.floorDiv(input.height() + 2 * padding - window, stride) + 1,
                    Math.floorDiv(input.width() + 2 * padding - window, stride) + 1);
        }
    }

    /** The mean of each plane, as a row. */
    record AveragePlanes() implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return FeatureShape.row(input.channels());
        }
    }

    /** All values of an image as a row: channel by channel, row by row. */
    record Flatten() implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return FeatureShape.row(Math.toIntExact(input.size()));
        }
    }

    /** A row times a matrix plus a bias. */
    record Linear(String name, int inputs, int outputs) implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return FeatureShape.row(outputs);
        }

        @Override
        public long parameters() {
            return (inputs + 1L) * outputs;
        }
    }

    /**
     * Dropout while training: what is kept is divided by the probability of being kept.
     *
     * @param probability that a value, or a whole channel, becomes zero
     */
    record Dropout(double probability, boolean channels) implements Op {
        @Override
        public FeatureShape output(FeatureShape input) {
            return input;
        }
    }

    /**
     * The sum of two ways, then an activation.
     *
     * @param shortcut nothing where the input itself is added
     */
    record Residual(List<Op> main, List<Op> shortcut, Activation function) implements Op {
        public Residual {
            main = List.copyOf(main);
            shortcut = List.copyOf(shortcut);
        }

        @Override
        public FeatureShape output(FeatureShape input) {
            FeatureShape shape = input;
            for (Op op : main) {
                shape = op.output(shape);
            }
            return shape;
        }

        @Override
        public long parameters() {
            return Op.parameters(main) + Op.parameters(shortcut);
        }
    }

    static long parameters(List<Op> ops) {
        return ops.stream().mapToLong(Op::parameters).sum();
    }
}
