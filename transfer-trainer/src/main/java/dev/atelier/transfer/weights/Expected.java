package dev.atelier.transfer.weights;

import dev.atelier.djl.network.Op;
import dev.atelier.tensor.ElementType;
import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.TensorFile;
import dev.atelier.transfer.format.TensorFile.UnreadTensor;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What tensors operations need, by name. */
public final class Expected {
    /** The types that are read as F32. */
    private static final Set<String> FLOATS = Arrays.stream(ElementType.values())
            .filter(ElementType::isReadAsFloat)
            .map(ElementType::name)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern COMPLEX = Pattern.compile("C(omplex|\\d).*");

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
        SortedMap<String, UnreadTensor> unread = file.unread();
        Set<String> names = new TreeSet<>(there.keySet());
        names.addAll(unread.keySet());
        String prefix = NamePrefix.find(expected.keySet(), names, file.python());
        for (var entry : expected.entrySet()) {
            String name = prefix + entry.getKey();
            TensorInfo found = there.get(name);
            TensorInfo wanted = new TensorInfo(ElementType.F32.name(), entry.getValue());
            UnreadTensor other = unread.get(name);
            if (found == null && other != null) {
                throw new WeightsException(otherType(name, other.description(), wanted)
                        + (other.hasValues() ? convert(file.python()) : "; " + WeightsException.SAVE_STATE));
            }
            if (found == null) {
                throw new WeightsException("the tensor " + WeightsException.shown(name)
                        + " is missing; expected one of shape " + entry.getValue());
            }
            boolean isShape = found.shape().equals(wanted.shape());
            boolean isFloat = FLOATS.contains(found.type());
            if (!isShape || !isFloat) {
                boolean isConvertible =
                        isShape && !isFloat && !COMPLEX.matcher(found.type()).matches();
                throw new WeightsException(
                        otherType(name, found.toString(), wanted) + (isConvertible ? convert(file.python()) : ""));
            }
        }
        SortedMap<String, Tensor> selected = new TreeMap<>();
        for (String name : expected.keySet()) {
            stop.check();
            selected.put(name, finite(prefix + name, file.read(prefix + name)));
        }
        return selected;
    }

    private static String otherType(String name, String type, TensorInfo wanted) {
        return "the tensor " + WeightsException.shown(name) + " is " + type + "; expected " + wanted;
    }

    /** How to make floating point numbers of the tensors in a file. */
    private static String convert(String python) {
        return "; if you trust it, save its tensors as floating point numbers, in Python: " + NamePrefix.FLAT
                + "torch.save({k: (v.dequantize() if v.is_quantized else v.to_dense()).float() for k, v in flat("
                + python + ").items() if torch.is_tensor(v)}, \"weights.pth\")";
    }

    private static Tensor finite(String name, Tensor tensor) throws WeightsException {
        if (tensor instanceof Tensor.F32(List<Integer> _, float[] values)) {
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new WeightsException("the tensor " + WeightsException.shown(name) + " contains "
                            + values[i] + " at index " + i
                            + "; expected values that are finite as 32-bit floating point numbers");
                }
            }
        }
        return tensor;
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
