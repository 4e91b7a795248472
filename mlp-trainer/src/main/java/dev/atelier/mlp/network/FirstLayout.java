package dev.atelier.mlp.network;

import dev.atelier.tensor.Tensor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layout in which version 0.1 saved perceptrons: layers named {@code layers.0}, {@code layers.1}, … with weights of
 * the shape [inputs, outputs]. A square matrix has the same shape in both layouts; the names distinguish them.
 */
final class FirstLayout {
    /** Groups: what stands before the layer, its number, weight or bias. */
    private static final Pattern NAME = Pattern.compile("((?:.+\\.)?)layers\\.(\\d{1,9})\\.(weight|bias)");

    private FirstLayout() {}

    /** The tensors in the present layout; those that are in it already, and those of no layer, as they are. */
    static SortedMap<String, Tensor> convert(SortedMap<String, Tensor> saved, LayerNames names) {
        SortedMap<String, Tensor> converted = new TreeMap<>();
        saved.forEach((name, tensor) -> {
            Matcher first = NAME.matcher(name);
            if (first.matches()) {
                String layer = names.of(Integer.parseInt(first.group(2)));
                converted.put(first.group(1) + layer + "." + first.group(3), transposed(tensor));
            } else {
                converted.put(name, tensor);
            }
        });
        return converted;
    }

    /** A matrix with its rows as columns; anything else as it is. */
    private static Tensor transposed(Tensor tensor) {
        if (!(tensor instanceof Tensor.F32(List<Integer> shape, float[] values)) || shape.size() != 2) {
            return tensor;
        }
        int rows = shape.get(0);
        int columns = shape.get(1);
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return new Tensor.F32(List.of(columns, rows), turned);
    }
}
