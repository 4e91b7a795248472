package dev.atelier.djl.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.atelier.tensor.Tensor;
import java.util.List;
import java.util.SortedMap;

/** The running mean and variance of a normalisation, which its training moves and its inference uses. */
record Statistics(String name, NDArray mean, NDArray variance) {
    private static final String MEAN = ".running_mean";
    private static final String VARIANCE = ".running_var";

    static Statistics of(NDManager manager, String name, int channels) {
        return new Statistics(name, manager.zeros(new Shape(channels)), manager.ones(new Shape(channels)));
    }

    void save(SortedMap<String, Tensor> state) {
        state.put(name + MEAN, tensor(mean));
        state.put(name + VARIANCE, tensor(variance));
    }

    boolean isIn(SortedMap<String, Tensor> state) {
        return state.containsKey(name + MEAN);
    }

    void restore(SortedMap<String, Tensor> state) {
        restore(state, name + MEAN, mean);
        restore(state, name + VARIANCE, variance);
    }

    private static Tensor tensor(NDArray array) {
        return new Tensor.F32(List.of(Math.toIntExact(array.size())), array.toFloatArray());
    }

    private static void restore(SortedMap<String, Tensor> state, String key, NDArray into) {
        if (!(state.get(key) instanceof Tensor.F32 floats) || floats.size() != into.size()) {
            throw new IllegalArgumentException(
                    "The tensor for " + key + " is " + state.get(key) + "; expected F32[" + into.size() + "]");
        }
        Weight.overwrite(into, floats.values(), into.getShape());
    }
}
