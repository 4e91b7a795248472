package dev.atelier.djl.network;

import ai.djl.ndarray.NDManager;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Init;
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
    private final List<Weight> trained = new ArrayList<>();
    private final Map<String, Statistics> statistics = new HashMap<>();

    Weights(NDManager manager, Blueprint blueprint, Seeds seeds, boolean averaged) {
        this.manager = manager;
        for (int number = 0; number < blueprint.ops().size(); number++) {
            boolean trains = number >= blueprint.frozen();
            double rate = number < blueprint.backbone() ? blueprint.backboneRate() : 1;
            int known = inOrder.size();
            draw(List.of(blueprint.ops().get(number)), new Drawing(blueprint.init(), seeds, averaged && trains, rate));
            if (trains) {
                trained.addAll(inOrder.subList(known, inOrder.size()));
            }
        }
        take(blueprint.given());
    }

    /** In the order of the operations, without those that stay as they are. */
    public List<Weight> trained() {
        return List.copyOf(trained);
    }

    private void take(SortedMap<String, Tensor> given) {
        for (Weight weight : inOrder) {
            Tensor tensor = given.get(weight.name());
            if (tensor != null) {
                weight.restore(tensor, weight.array());
                if (weight.averaged()) {
                    weight.restore(tensor, weight.evaluatedArray());
                }
            }
        }
        statistics.values().stream().filter(each -> each.isIn(given)).forEach(each -> each.restore(given));
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

    /** Copies of what training leaves as it is, by name. */
    public SortedMap<String, Tensor> frozen() {
        SortedMap<String, Tensor> tensors = evaluated();
        trained.forEach(weight -> tensors.remove(weight.name()));
        return tensors;
    }

    /** Makes inference use what {@link #evaluated} once gave. */
    public void load(SortedMap<String, Tensor> tensors) {
        inOrder.forEach(
                weight -> weight.restore(StateEntries.require(tensors, weight.name()), weight.evaluatedArray()));
        statistics.values().forEach(each -> each.restore(tensors));
    }

    /** Makes training, averages and inference start from what {@link #evaluated} once gave. */
    public void startFrom(SortedMap<String, Tensor> tensors) {
        inOrder.forEach(weight -> {
            Tensor tensor = StateEntries.require(tensors, weight.name());
            weight.restore(tensor, weight.array());
            if (weight.averaged()) {
                weight.restore(tensor, weight.evaluatedArray());
            }
        });
        statistics.values().forEach(each -> each.restore(tensors));
    }

    /** Copies of what training moves, by name; without what the optimiser keeps. */
    public void save(SortedMap<String, Tensor> state, String averagePrefix) {
        for (Weight weight : trained) {
            state.put(weight.name(), weight.export(weight.array()));
            if (weight.averaged()) {
                state.put(averagePrefix + weight.name(), weight.export(weight.evaluatedArray()));
            }
        }
        statistics.values().forEach(each -> each.save(state));
    }

    /** Goes back to what {@link #save} once saved. */
    public void restore(SortedMap<String, Tensor> state, String averagePrefix) {
        for (Weight weight : trained) {
            weight.restore(StateEntries.require(state, weight.name()), weight.array());
            if (weight.averaged()) {
                weight.restore(StateEntries.require(state, averagePrefix + weight.name()), weight.evaluatedArray());
            }
        }
        statistics.values().forEach(each -> each.restore(state));
    }

    /**
     * How the weights of an operation are initialised.
     *
     * @param averaged whether moving averages are kept
     * @param rate what the learning rate is multiplied by
     */
    private record Drawing(Init init, Seeds seeds, boolean averaged, double rate) {}

    private void draw(List<Op> some, Drawing how) {
        for (Op op : some) {
            RandomStream random = how.seeds().stream(Purpose.WEIGHTS, 0, byName.size());
            switch (op) {
                case Op.Conv2d conv2d -> {
                    int area = conv2d.kernel() * conv2d.kernel();
                    int fanIn = conv2d.inputs() * area;
                    List<Integer> shape = List.of(conv2d.outputs(), conv2d.inputs(), conv2d.kernel(), conv2d.kernel());
                    float[] values = Initial.weights(
                            how.init(), conv2d.outputs() * fanIn, fanIn, conv2d.outputs() * area, random);
                    add(conv2d.name() + ".weight", shape, values, true, how);
                    if (conv2d.bias()) {
                        float[] biases = Initial.biases(how.init(), conv2d.outputs(), fanIn, random);
                        add(conv2d.name() + ".bias", List.of(conv2d.outputs()), biases, false, how);
                    }
                }
                case Op.Linear linear -> {
                    List<Integer> shape = List.of(linear.outputs(), linear.inputs());
                    float[] values = Initial.weights(
                            how.init(), linear.outputs() * linear.inputs(), linear.inputs(), linear.outputs(), random);
                    float[] biases = Initial.biases(how.init(), linear.outputs(), linear.inputs(), random);
                    add(linear.name() + ".weight", shape, values, true, how);
                    add(linear.name() + ".bias", List.of(linear.outputs()), biases, false, how);
                }
                case Op.BatchNorm2d batchNorm -> {
                    List<Integer> shape = List.of(batchNorm.channels());
                    add(batchNorm.name() + ".weight", shape, Initial.constant(batchNorm.channels(), 1), false, how);
                    add(batchNorm.name() + ".bias", shape, Initial.constant(batchNorm.channels(), 0), false, how);
                    statistics.put(batchNorm.name(), Statistics.of(manager, batchNorm.name(), batchNorm.channels()));
                }
                case Op.Residual residual -> {
                    draw(residual.main(), how);
                    draw(residual.shortcut(), how);
                }
                case Op.Activate _, Op.MaxPool _, Op.AveragePlanes _, Op.Flatten _, Op.Dropout _ -> {}
            }
        }
    }

    private void add(String name, List<Integer> shape, float[] values, boolean penalised, Drawing how) {
        Weight weight = new Weight(manager, name, shape, values, penalised, how.averaged(), how.rate());
        if (byName.put(name, weight) != null) {
            throw new IllegalArgumentException("two operations are named " + name);
        }
        inOrder.add(weight);
    }
}
