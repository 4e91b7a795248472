package dev.atelier.transfer.weights;

import dev.atelier.transfer.weights.Pickled.Dictionary;
import dev.atelier.transfer.weights.Pickled.Name;
import dev.atelier.transfer.weights.Pickled.Storage;
import dev.atelier.transfer.weights.Pickled.Text;
import dev.atelier.transfer.weights.Pickled.Tuple;
import dev.atelier.transfer.weights.Pickled.View;
import dev.atelier.transfer.weights.Pickled.Whole;
import java.util.ArrayList;
import java.util.List;

/**
 * The few names that a list of tensors needs, and what comes of a call of one: dictionaries, and tensors as views of
 * storages. Nothing else is named or called.
 */
final class PytorchNames {
    private static final int DIMENSIONS_AT_MOST = 8;

    private PytorchNames() {}

    static Pickled known(List<Pickled> names) throws WeightsException {
        return names.get(0) instanceof Text module && names.get(1) instanceof Text name
                ? known(module, name)
                : refuse("it names something by a value that is not text");
    }

    static Name known(Text module, Text name) throws WeightsException {
        boolean known = switch (module.value()) {
            case "torch" -> name.value().endsWith("Storage");
            case "collections" -> name.value().equals("OrderedDict");
            case "torch._utils" ->
                name.value().equals("_rebuild_tensor_v2") || name.value().equals("_rebuild_parameter");
            default -> false;
        };
        if (!known) {
            throw TensorPickle.refused("it names " + WeightsException.shown(module.value() + "." + name.value())
                    + ", but only tensors, parameters and dictionaries are read");
        }
        return new Name(module.value(), name.value());
    }

    static Pickled called(List<Pickled> call) throws WeightsException {
        if (!(call.get(0) instanceof Name(String _, String name) && call.get(1) instanceof Tuple arguments)) {
            throw TensorPickle.refused("it calls a value that is not a function");
        }
        return switch (name) {
            case "OrderedDict" ->
                arguments.values().isEmpty() ? new Dictionary() : refuse("it makes a dictionary in an unknown way");
            case "_rebuild_tensor_v2" -> view(arguments.values());
            case "_rebuild_parameter" ->
                !arguments.values().isEmpty() && arguments.values().getFirst() instanceof View view
                        ? view
                        : refuse("it makes a parameter of a value that is not a tensor");
            default -> refuse("it calls a type");
        };
    }

    /** PyTorch names each storage by a tuple: "storage", its type, its file, where it was, its size. */
    static Storage storage(Pickled id) throws WeightsException {
        if (id instanceof Tuple tuple
                && tuple.values().size() == 5
                && tuple.values().get(0) instanceof Text(String kind)
                && kind.equals("storage")
                && tuple.values().get(1) instanceof Name(String _, String type)
                && type.endsWith("Storage")
                && tuple.values().get(2) instanceof Text(String key)
                && tuple.values().get(4) instanceof Whole(long size)) {
            return new Storage(type, key, size);
        }
        throw TensorPickle.refused("it refers to something that is not the storage of a tensor");
    }

    private static View view(List<Pickled> arguments) throws WeightsException {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Whole(long offset)
                && arguments.get(2) instanceof Tuple shape
                && arguments.get(3) instanceof Tuple strides
                && shape.values().size() == strides.values().size()
                && shape.values().size() <= DIMENSIONS_AT_MOST) {
            return new View(storage, offset, sizes(shape), sizes(strides));
        }
        throw TensorPickle.refused(
                "it describes a tensor in an unknown way, or one of more than " + DIMENSIONS_AT_MOST + " dimensions");
    }

    private static List<Integer> sizes(Tuple values) throws WeightsException {
        List<Integer> sizes = new ArrayList<>();
        for (Pickled value : values.values()) {
            if (!(value instanceof Whole(long size) && size >= 0 && size <= Integer.MAX_VALUE)) {
                throw TensorPickle.refused("it describes a tensor with an invalid size or stride");
            }
            sizes.add((int) size);
        }
        return sizes;
    }

    private static Pickled refuse(String why) throws WeightsException {
        throw TensorPickle.refused(why);
    }
}
