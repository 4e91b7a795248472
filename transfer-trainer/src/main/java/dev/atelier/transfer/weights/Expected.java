package dev.atelier.transfer.weights;

import dev.atelier.djl.network.Op;
import dev.atelier.tensor.ElementType;
import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.TensorFile;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What tensors operations need, by name. */
public final class Expected {
    /** The types that are read as F32. */
    private static final Set<String> FLOATS = Arrays.stream(ElementType.values())
            .filter(ElementType::isReadAsFloat)
            .map(ElementType::name)
            .collect(Collectors.toUnmodifiableSet());

    private Expected() {}

    /** Shapes of the weights and running statistics of operations. */
    public static SortedMap<String, List<Integer>> of(List<Op> ops) {
        SortedMap<String, List<Integer>> shapes = new TreeMap<>();
        ops.forEach(op -> add(op, shapes));
        return shapes;
    }

    /**
     * The tensors that operations need, of all that a file has, whatever stands before all their names. Each is held against
     * what is expected before its values are read.
     *
     * @throws WeightsException if one is missing or has another shape or type
     */
    static SortedMap<String, Tensor> select(List<Op> ops, TensorFile file, StopSignal stop)
            throws IOException, StoppedException {
        SortedMap<String, TensorInfo> there = file.tensors();
        SortedMap<String, List<Integer>> expected = of(ops);
        String prefix = NamePrefix.find(expected.keySet(), there.keySet(), file.python());
        for (var entry : expected.entrySet()) {
            String name = prefix + entry.getKey();
            TensorInfo found = there.get(name);
            TensorInfo wanted = new TensorInfo(ElementType.F32.name(), entry.getValue());
            if (found == null) {
                throw new WeightsException("the tensor " + WeightsException.shown(name)
                        + " is missing; expected one of shape " + entry.getValue());
            }
            if (!found.shape().equals(wanted.shape()) || !FLOATS.contains(found.type())) {
                throw new WeightsException(
                        "the tensor " + WeightsException.shown(name) + " is " + found + "; expected " + wanted);
            }
        }
        SortedMap<String, Tensor> selected = new TreeMap<>();
        for (String name : expected.keySet()) {
            stop.check();
            selected.put(name, file.read(prefix + name));
        }
        return selected;
    }

    private static void add(Op op, SortedMap<String, List<Integer>> shapes) {
        switch (op) {
            case Op.Conv2d(String name, int inputs, int outputs, int kernel, int _, int _, boolean bias) -> {
                shapes.put(name + ".weight", List.of(outputs, inputs, kernel, kernel));
                if (bias) {
                    shapes.put(name + ".bias", List.of(outputs));
                }
            }
            case Op.BatchNorm2d(String name, int channels) ->
                List.of(".weight", ".bias", ".running_mean", ".running_var")
                        .forEach(each -> shapes.put(name + each, List.of(channels)));
            case Op.Linear(String name, int inputs, int outputs) -> {
                shapes.put(name + ".weight", List.of(outputs, inputs));
                shapes.put(name + ".bias", List.of(outputs));
            }
            case Op.Residual(var main, var shortcut, var _) -> {
                main.forEach(each -> add(each, shapes));
                shortcut.forEach(each -> add(each, shapes));
            }
            case Op.Activate _, Op.MaxPool _, Op.AveragePlanes _, Op.Flatten _, Op.Dropout _ -> {}
        }
    }
}
