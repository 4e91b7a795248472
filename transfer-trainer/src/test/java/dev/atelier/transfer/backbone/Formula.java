package dev.atelier.transfer.backbone;

import dev.atelier.djl.network.Op;
import dev.atelier.tensor.Tensor;
import dev.atelier.transfer.weights.Expected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Weights and images by the formula of golden.py. */
public final class Formula {
    private static final long MASK = 0xFFFFFFFFL;

    private Formula() {}

    public static SortedMap<String, Tensor> weights(List<Op> ops) {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        Expected.of(ops).forEach((name, shape) -> tensors.put(name, new Tensor.F32(shape, values(name, shape))));
        return tensors;
    }

    /** Numbers in [-1, 1). */
    public static double[] noise(String name, int size) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        double[] noise = new double[size];
        for (int i = 0; i < size; i++) {
            long mixed = (i * 2654435761L + crc.getValue()) & MASK;
            mixed = (mixed ^ (mixed >>> 15)) * 2246822519L & MASK;
            mixed = (mixed ^ (mixed >>> 13)) * 3266489917L & MASK;
            noise[i] = (mixed ^ (mixed >>> 16)) / 0x1p31 - 1;
        }
        return noise;
    }

    private static float[] values(String name, List<Integer> shape) {
        double[] noise = noise(name, shape.stream().reduce(1, Math::multiplyExact));
        float[] values = new float[noise.length];
        int fanIn = shape.stream().skip(1).reduce(1, Math::multiplyExact);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float)
                    (shape.size() > 1
                            ? noise[i] * Math.sqrt(6.0 / fanIn)
                            : name.endsWith("running_var")
                                    ? 1 + 0.5 * noise[i]
                                    : name.endsWith("weight") ? 1 + 0.2 * noise[i] : noise[i] * 0.1);
        }
        return values;
    }
}
