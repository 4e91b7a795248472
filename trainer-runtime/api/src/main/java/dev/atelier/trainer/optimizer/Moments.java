package dev.atelier.trainer.optimizer;

import dev.atelier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SortedMap;

/** One array for each parameter that an update rule carries from step to step; zeros at first. */
final class Moments {
    private final String name;
    private final List<? extends Parameter> parameters;
    private final List<MemorySegment> arrays;

    Moments(String name, List<? extends Parameter> parameters) {
        this.name = name;
        this.parameters = parameters;
        this.arrays = parameters.stream().map(Parameter::zeros).toList();
    }

    MemorySegment of(int parameter) {
        return arrays.get(parameter);
    }

    void save(SortedMap<String, Tensor> state) {
        for (int i = 0; i < arrays.size(); i++) {
            state.put(key(i), parameters.get(i).export(arrays.get(i)));
        }
    }

    void restore(SortedMap<String, Tensor> state) {
        for (int i = 0; i < arrays.size(); i++) {
            parameters.get(i).restore(StateEntries.require(state, key(i)), arrays.get(i));
        }
    }

    private String key(int parameter) {
        return "optimizer." + name + "." + parameters.get(parameter).name();
    }
}
