package dev.atelier.transfer.weights;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle in which PyTorch lists a dictionary of tensors. A pickle can name any class and have it called; this
 * knows the four names that such a list needs and refuses every other before anything is made of it.
 */
final class TensorPickle extends Unpickler {
    private static final Map<String, IObjectConstructor> KNOWN = Map.of(
            "collections OrderedDict", arguments -> new LinkedHashMap<>(),
            "torch._utils _rebuild_tensor_v2", TensorPickle::tensor,
            "torch._utils _rebuild_parameter", arguments -> arguments[0]);

    /** Instructions that build numbers, names, tuples and dictionaries, and allocate no more than has been read. */
    private static final Set<Short> HARMLESS = Set.of(
            Opcodes.PROTO,
            Opcodes.FRAME,
            Opcodes.STOP,
            Opcodes.MARK,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG1,
            Opcodes.SHORT_BINUNICODE,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.EMPTY_DICT,
            Opcodes.SETITEM,
            Opcodes.SETITEMS,
            Opcodes.REDUCE,
            Opcodes.BINPERSID,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.MEMOIZE,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET);

    /** What the pickle says of a tensor's type before any of its numbers are known. */
    private record Type(String name) implements IObjectConstructor {
        @Override
        public Object construct(Object[] arguments) {
            throw new PickleException("it calls " + name);
        }
    }

    /**
     * Numbers in a file of their own.
     *
     * @param type PyTorch's name of it, such as {@code FloatStorage}
     * @param key the file's name
     * @param size number of numbers
     */
    record Storage(String type, String key, long size) {}

    /**
     * A view of a storage.
     *
     * @param offset of the first number
     * @param strides by dimension, in numbers
     */
    record View(Storage storage, long offset, List<Integer> shape, List<Integer> strides) {}

    private TensorPickle() {}

    /**
     * Reads the tensors of a dictionary by name.
     *
     * @throws WeightsException if the bytes are no such pickle
     */
    static SortedMap<String, View> read(byte[] pickle) throws WeightsException {
        Object read;
        try {
            read = new TensorPickle().load(new ByteArrayInputStream(pickle));
        } catch (IOException | RuntimeException e) {
            throw new WeightsException("its pickle cannot be read as a dictionary of tensors: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new WeightsException("its pickle cannot be read as a dictionary of tensors: it nests too deeply", e);
        }
        if (!(read instanceof Map<?, ?> entries)) {
            throw new WeightsException("its pickle is no dictionary of tensors");
        }
        SortedMap<String, View> tensors = new TreeMap<>();
        for (var entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof String name && entry.getValue() instanceof View view)) {
                throw new WeightsException("its entry " + entry.getKey() + " is no tensor");
            }
            tensors.put(name, view);
        }
        return tensors;
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        switch (opcode) {
            case Opcodes.GLOBAL -> {
                String module = PickleUtils.readline(input);
                stack.add(known(module, PickleUtils.readline(input)));
            }
            case Opcodes.STACK_GLOBAL -> {
                String name = String.valueOf(stack.pop());
                stack.add(known(String.valueOf(stack.pop()), name));
            }
            // Attributes of a dictionary, which PyTorch adds and nobody needs.
            case Opcodes.BUILD -> stack.pop();
            case Opcodes.BINUNICODE -> {
                requireThere();
                return super.dispatch(opcode);
            }
            default -> {
                if (!HARMLESS.contains(opcode)) {
                    throw new PickleException(
                            "it has the instruction 0x%02x, which no list of tensors needs".formatted(opcode));
                }
                return super.dispatch(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    /** A string is made as long as it says to be before it is read. */
    private void requireThere() throws IOException {
        input.mark(Integer.BYTES);
        long length = Integer.toUnsignedLong(PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES)));
        if (length > input.available()) {
            throw new PickleException(
                    "it has a string of " + length + " bytes where only " + input.available() + " are left");
        }
        input.reset();
    }

    private static Object known(String module, String name) {
        if (module.equals("torch") && name.endsWith("Storage")) {
            return new Type(name);
        }
        IObjectConstructor known = KNOWN.get(module + " " + name);
        if (known == null) {
            throw new PickleException(
                    "it names " + module + "." + name + ", but only tensors, parameters and dictionaries are read");
        }
        return known;
    }

    /** PyTorch names each storage by a tuple: "storage", its type, its file, where it was, its size. */
    @Override
    protected Object persistentLoad(Object id) {
        if (id instanceof Object[] parts
                && parts.length == 5
                && parts[0].equals("storage")
                && parts[1] instanceof Type(String type)
                && parts[2] instanceof String key
                && parts[4] instanceof Number size) {
            return new Storage(type, key, size.longValue());
        }
        throw new PickleException("it refers to something that is no storage of a tensor");
    }

    private static Object tensor(Object[] arguments) {
        if (arguments.length >= 4
                && arguments[0] instanceof Storage storage
                && arguments[1] instanceof Number offset
                && arguments[2] instanceof Object[] shape
                && arguments[3] instanceof Object[] strides
                && shape.length == strides.length) {
            return new View(storage, offset.longValue(), numbers(shape), numbers(strides));
        }
        throw new PickleException("it describes a tensor in an unknown way");
    }

    private static List<Integer> numbers(Object[] values) {
        List<Integer> numbers = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Integer number && number >= 0)) {
                throw new PickleException("it describes a tensor with a size or stride of " + value);
            }
            numbers.add(number);
        }
        return numbers;
    }
}
