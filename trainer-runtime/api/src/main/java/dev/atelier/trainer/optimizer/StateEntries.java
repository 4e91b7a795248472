package dev.atelier.trainer.optimizer;

import dev.atelier.tensor.Tensor;
import java.util.Map;

/** Finds what a saved state must hold. */
public final class StateEntries {

    private StateEntries() {}

    public static Tensor require(Map<String, Tensor> state, String key) {
        Tensor tensor = state.get(key);
        if (tensor == null) {
            throw new IllegalArgumentException("The state has no tensor '" + key + "'; it has " + state.keySet());
        }
        return tensor;
    }

    public static long requireNumber(Map<String, Tensor> state, String key) {
        if (require(state, key) instanceof Tensor.I64 number && number.size() == 1) {
            return number.values()[0];
        }
        throw new IllegalArgumentException("The tensor '" + key + "' must be a single whole number");
    }
}
