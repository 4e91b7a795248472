package dev.atelier.djl.network;

import ai.djl.ndarray.NDManager;
import dev.atelier.contracts.job.ModelSpec.Init;
import dev.atelier.trainer.checkpoint.Tensor;
import dev.atelier.trainer.optimizer.StateEntries;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The weights and running statistics of a network's operations: drawn, found by name, saved and restored. */
public final class Weights {
    private final NDManager manager;
    private final Map<String, Weight> byName = new HashMap<>();
    private final List<Weight> inOrder = new ArrayList<>();
    private final Map<String, Statistics> statistics = new HashMap<>();

    Weights(NDManager manager, List<Op> ops, Init init, Seeds seeds, boolean averaged) {
        this.manager = manager;
        draw(ops, init, seeds, averaged);
    }

    /** In the order of the operations. */
    public List<Weight> all() {
        return List.copyOf(inOrder);
    }

    Weight get(String name) {
        return Objects.requireNonNull(byName.get(name), () -> "no weight " + name);
    }

    Statistics statistics(String name) {
        return Objects.requireNonNull(statistics.get(name), () -> "no statistics of " + name);
    }

    /** Copies of what inference uses, by name. */
    public SortedMap<String, Tensor> evaluated() {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        inOrder.forEach(weight -> tensors.put(weight.name(), weight.export(weight.evaluatedArray())));
        statistics.values().forEach(each -> each.save(tensors));
        return tensors;
    }

    /** Makes inference use what {@link #evaluated} once gave. */
    public void load(SortedMap<String, Tensor> tensors) {
        inOrder.forEach(
                weight -> weight.restore(StateEntries.require(tensors, weight.name()), weight.evaluatedArray()));
        statistics.values().forEach(each -> each.restore(tensors));
    }

    /** Copies of what training uses, by name; without what the optimiser keeps. */
    public void save(SortedMap<String, Tensor> state, String averagePrefix) {
        for (Weight weight : inOrder) {
            state.put(weight.name(), weight.export(weight.array()));
            if (weight.averaged()) {
                state.put(averagePrefix + weight.name(), weight.export(weight.evaluatedArray()));
            }
        }
        statistics.values().forEach(each -> each.save(state));
    }

    /** Goes back to what {@link #save} once saved. */
    public void restore(SortedMap<String, Tensor> state, String averagePrefix) {
        for (Weight weight : inOrder) {
            weight.restore(StateEntries.require(state, weight.name()), weight.array());
            if (weight.averaged()) {
                weight.restore(StateEntries.require(state, averagePrefix + weight.name()), weight.evaluatedArray());
            }
        }
        statistics.values().forEach(each -> each.restore(state));
    }

    private void draw(List<Op> some, Init init, Seeds seeds, boolean averaged) {
        for (Op op : some) {
            RandomStream random = seeds.stream(Purpose.WEIGHTS, 0, byName.size());
            switch (op) {
                case Op.Convolve convolve -> {
                    int area = convolve.kernel() * convolve.kernel();
                    int fanIn = convolve.inputs() * area;
                    List<Integer> shape =
                            List.of(convolve.outputs(), convolve.inputs(), convolve.kernel(), convolve.kernel());
                    float[] values =
                            Initial.weights(init, convolve.outputs() * fanIn, fanIn, convolve.outputs() * area, random);
                    add(convolve.name() + ".weight", shape, values, true, averaged);
                    if (convolve.bias()) {
                        float[] biases = Initial.biases(init, convolve.outputs(), fanIn, random);
                        add(convolve.name() + ".bias", List.of(convolve.outputs()), biases, false, averaged);
                    }
                }
                case Op.Connect connect -> {
                    float[] values = Initial.weights(
                            init, connect.outputs() * connect.inputs(), connect.inputs(), connect.outputs(), random);
                    float[] biases = Initial.biases(init, connect.outputs(), connect.inputs(), random);
                    add(
                            connect.name() + ".weight",
                            List.of(connect.outputs(), connect.inputs()),
                            values,
                            true,
                            averaged);
                    add(connect.name() + ".bias", List.of(connect.outputs()), biases, false, averaged);
                }
                case Op.Normalize normalize -> {
                    List<Integer> shape = List.of(normalize.channels());
                    float[] ones = Initial.constant(normalize.channels(), 1);
                    float[] zeros = Initial.constant(normalize.channels(), 0);
                    add(normalize.name() + ".weight", shape, ones, false, averaged);
                    add(normalize.name() + ".bias", shape, zeros, false, averaged);
                    statistics.put(normalize.name(), Statistics.of(manager, normalize.name(), normalize.channels()));
                }
                case Op.Residual residual -> {
                    draw(residual.main(), init, seeds, averaged);
                    draw(residual.shortcut(), init, seeds, averaged);
                }
                case Op.Activate _, Op.MaxPool _, Op.AveragePlanes _, Op.Flatten _, Op.Drop _ -> {}
            }
        }
    }

    private void add(String name, List<Integer> shape, float[] values, boolean penalised, boolean averaged) {
        Weight weight = new Weight(manager, name, shape, values, penalised, averaged);
        if (byName.put(name, weight) != null) {
            throw new IllegalArgumentException("two operations are named " + name);
        }
        inOrder.add(weight);
    }
}
