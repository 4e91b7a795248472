package dev.atelier.tensor;

import java.util.List;

/**
 * What a tensor is, before its values are read.
 *
 * @param type such as {@code F32}
 */
public record TensorInfo(String type, List<Integer> shape) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    @Override
    public String toString() {
        return type + shape;
    }
}
