package dev.atelier.transfer.format;

import dev.atelier.transfer.format.Pickled.Dictionary;
import dev.atelier.transfer.format.Pickled.Instance;
import dev.atelier.transfer.format.Pickled.Name;
import dev.atelier.transfer.format.Pickled.Sequence;
import dev.atelier.transfer.format.Pickled.Storage;
import dev.atelier.transfer.format.Pickled.Text;
import dev.atelier.transfer.format.Pickled.Unread;
import dev.atelier.transfer.format.Pickled.View;
import dev.atelier.transfer.format.Pickled.Whole;
import dev.atelier.transfer.format.TensorFile.UnreadTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What PyTorch's own calls in a pickle make: dictionaries, storages, and tensors as views of them. Any other call makes an
 * object that nothing is known of.
 */
final class PytorchNames {
    private static final int DIMENSIONS_AT_MOST = 8;
    /** Which argument is the type of a tensor's numbers, where its storage has none. */
    private static final int TYPE_OF_UNTYPED = 6;

    private static final String REBUILD = "torch._utils._rebuild_";
    private static final String REBUILD_FROM_TYPE = "torch._tensor._rebuild_from_type_v2";

    private PytorchNames() {}

    /** What the call of a function or class makes. */
    static Pickled called(Pickled function, Pickled given) throws WeightsException {
        List<Pickled> arguments = given instanceof Sequence values ? values.values() : List.of();
        boolean hasType = function instanceof Name name
                && name.toString().equals(REBUILD_FROM_TYPE)
                && arguments.size() >= 3
                && arguments.getFirst() instanceof Name;
        // A tensor of a class of its own, or with attributes: what it would be without is made by the first argument.
        return hasType
                ? rebuilt(((Name) arguments.getFirst()).toString(), sequence(arguments.get(2)))
                : function instanceof Name name ? rebuilt(name.toString(), arguments) : new Instance();
    }

    private static List<Pickled> sequence(Pickled value) {
        return value instanceof Sequence sequence ? sequence.values() : List.of();
    }

    private static Pickled rebuilt(String name, List<Pickled> arguments) throws WeightsException {
        return switch (name) {
            case "collections.OrderedDict" ->
                arguments.isEmpty() ? new Dictionary() : new Dictionary(arguments.getFirst());
            case "collections.defaultdict", "collections.Counter" -> new Dictionary();
            case REBUILD + "tensor", REBUILD + "tensor_v2" -> view(arguments);
            case REBUILD + "parameter", REBUILD + "parameter_with_state" ->
                !arguments.isEmpty() && isTensor(arguments.getFirst()) ? arguments.getFirst() : new Instance();
            default -> name.startsWith(REBUILD) ? new Unread(unread(name, arguments)) : new Instance();
        };
    }

    private static boolean isTensor(Pickled value) {
        return value instanceof View || value instanceof Unread;
    }

    /** A tensor that PyTorch makes in another way than as a view of a storage of numbers of a known type. */
    private static UnreadTensor unread(String name, List<Pickled> arguments) {
        String kind = name.substring(REBUILD.length());
        return switch (kind) {
            case "tensor_v3" -> new UnreadTensor("of the type " + named(arguments, TYPE_OF_UNTYPED), true);
            case "qtensor" -> new UnreadTensor("quantized (" + storageType(arguments) + ")", true);
            case "sparse_tensor", "sparse_csr_tensor" -> new UnreadTensor("sparse", true);
            case "nested_tensor" -> new UnreadTensor("nested, of tensors of different shapes", false);
            case "meta_tensor_no_storage" -> new UnreadTensor("on the device meta, without values", false);
            default -> new UnreadTensor("of a kind that is not read (" + WeightsException.shown(kind) + ")", true);
        };
    }

    private static String named(List<Pickled> arguments, int index) {
        return arguments.size() > index && arguments.get(index) instanceof Name type
                ? WeightsException.shown(type.toString())
                : "unknown";
    }

    private static String storageType(List<Pickled> arguments) {
        return !arguments.isEmpty() && arguments.getFirst() instanceof Storage storage
                ? StorageType.name(storage)
                : "unknown";
    }

    /**
     * What a pickle refers to beside itself. PyTorch names a storage by a tuple: "storage", its type, its key, where it was,
     * its size, and before 1.6 also what part of another it is; and a class by "module" and the class.
     */
    static Pickled persistent(Pickled id) {
        if (!(id instanceof Sequence tuple)
                || tuple.values().isEmpty()
                || !(tuple.values().getFirst() instanceof Text(String kind))) {
            return new Instance();
        }
        List<Pickled> values = tuple.values();
        if (kind.equals("module") && values.size() > 1) {
            return values.get(1);
        }
        if (kind.equals("storage")
                && values.size() >= 5
                && values.get(1) instanceof Name(String _, String type)
                && values.get(4) instanceof Whole(long size)) {
            String key = values.get(2) instanceof Text(String text)
                    ? text
                    : values.get(2) instanceof Whole(long number) ? Long.toString(number) : "";
            return new Storage(type, key, size, values.size() > 5 ? partOffset(values.get(5)) : 0);
        }
        return new Instance();
    }

    private static long partOffset(Pickled part) {
        return part instanceof Sequence tuple
                        && tuple.values().size() == 3
                        && tuple.values().get(1) instanceof Whole(long offset)
                ? offset
                : 0;
    }

    private static View view(List<Pickled> arguments) throws WeightsException {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Whole(long offset)
                && arguments.get(2) instanceof Sequence shape
                && arguments.get(3) instanceof Sequence strides
                && shape.values().size() == strides.values().size()
                && shape.values().size() <= DIMENSIONS_AT_MOST
                && offset >= 0
                && storage.offset() >= 0
                && storage.size() >= 0
                && offset + storage.offset() >= 0) {
            return new View(storage, offset + storage.offset(), sizes(shape), sizes(strides));
        }
        throw new WeightsException("it is damaged: it describes a tensor without a storage, or one of more than "
                + DIMENSIONS_AT_MOST + " dimensions");
    }

    private static List<Integer> sizes(Sequence values) throws WeightsException {
        List<Integer> sizes = new ArrayList<>();
        for (Pickled value : values.values()) {
            if (!(value instanceof Whole(long size) && size >= 0 && size <= Integer.MAX_VALUE)) {
                throw new WeightsException("it is damaged: it describes a tensor with an invalid size or stride");
            }
            sizes.add((int) size);
        }
        return sizes;
    }
}
