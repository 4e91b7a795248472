package dev.atelier.djl.network;

import dev.atelier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Operations for inference alone, in which each convolution does the work of the batch normalisation after it: both are
 * linear, γ (Wx − μ) / √(σ² + ε) + β = (γ / √(σ² + ε)) W x + β − γ μ / √(σ² + ε), for each channel of the result.
 *
 * @param ops equivalent to those they were made of, but for rounding
 * @param weights of these
 */
record Folding(List<Op> ops, SortedMap<String, Tensor> weights) {
    /**
     * @param ops by their running statistics
     * @param tensors at least those of the operations, by name
     */
    static Folding of(List<Op> ops, SortedMap<String, Tensor> tensors) {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        return new Folding(fold(ops, tensors, weights), weights);
    }

    private static List<Op> fold(List<Op> ops, SortedMap<String, Tensor> tensors, SortedMap<String, Tensor> weights) {
        List<Op> folded = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            if (op instanceof Op.Conv2d conv2d
                    && i + 1 < ops.size()
                    && ops.get(i + 1) instanceof Op.BatchNorm2d batchNorm) {
                folded.add(merged(conv2d, batchNorm, tensors, weights));
                i++;
            } else if (op instanceof Op.Residual(var main, var shortcut, var function)) {
                folded.add(new Op.Residual(fold(main, tensors, weights), fold(shortcut, tensors, weights), function));
            } else {
                folded.add(op);
                keep(op, tensors, weights);
            }
        }
        return folded;
    }

    private static Op merged(
            Op.Conv2d conv2d,
            Op.BatchNorm2d batchNorm,
            SortedMap<String, Tensor> tensors,
            SortedMap<String, Tensor> weights) {
        int side = conv2d.kernel();
        float[] values = floats(tensors, conv2d.name() + ".weight").clone();
        float[] gamma = floats(tensors, batchNorm.name() + ".weight");
        float[] beta = floats(tensors, batchNorm.name() + ".bias");
        float[] mean = floats(tensors, batchNorm.name() + ".running_mean");
        float[] variance = floats(tensors, batchNorm.name() + ".running_var");
        float[] biases =
                conv2d.bias() ? floats(tensors, conv2d.name() + ".bias").clone() : new float[conv2d.outputs()];
        int each = values.length / conv2d.outputs();
        for (int channel = 0; channel < conv2d.outputs(); channel++) {
            double factor = gamma[channel] / Math.sqrt(variance[channel] + (double) Operations.STATISTICS_EPSILON);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                values[i] = (float) (values[i] * factor);
            }
            biases[channel] = (float) (beta[channel] + (biases[channel] - (double) mean[channel]) * factor);
        }
        weights.put(
                conv2d.name() + ".weight",
                new Tensor.F32(List.of(conv2d.outputs(), conv2d.inputs(), side, side), values));
        weights.put(conv2d.name() + ".bias", new Tensor.F32(List.of(biases.length), biases));
        return new Op.Conv2d(
                conv2d.name(),
                conv2d.inputs(),
                conv2d.outputs(),
                conv2d.kernel(),
                conv2d.stride(),
                conv2d.padding(),
                true);
    }

    private static void keep(Op op, SortedMap<String, Tensor> tensors, SortedMap<String, Tensor> weights) {
        switch (op) {
            case Op.Conv2d(var name, var _, var _, var _, var _, var _, var _) -> keep(name, tensors, weights);
            case Op.Linear(var name, var _, var _) -> keep(name, tensors, weights);
            case Op.BatchNorm2d(var name, var _) -> keep(name, tensors, weights);
            case Op.Residual _, Op.Activate _, Op.MaxPool _, Op.AveragePlanes _, Op.Flatten _, Op.Dropout _ -> {}
        }
    }

    /** All whose names begin with the operation's. */
    private static void keep(String name, SortedMap<String, Tensor> tensors, SortedMap<String, Tensor> weights) {
        weights.putAll(tensors.subMap(name + ".", name + "/"));
    }

    private static float[] floats(SortedMap<String, Tensor> tensors, String name) {
        if (tensors.get(name) instanceof Tensor.F32 floats) {
            return floats.values();
        }
        throw new IllegalArgumentException("no numbers named " + name);
    }
}
