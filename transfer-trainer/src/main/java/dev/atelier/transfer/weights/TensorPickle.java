package dev.atelier.transfer.weights;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.weights.Pickled.Dictionary;
import dev.atelier.transfer.weights.Pickled.Mark;
import dev.atelier.transfer.weights.Pickled.Other;
import dev.atelier.transfer.weights.Pickled.Text;
import dev.atelier.transfer.weights.Pickled.Tuple;
import dev.atelier.transfer.weights.Pickled.View;
import dev.atelier.transfer.weights.Pickled.Whole;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the pickle in which PyTorch lists a dictionary of tensors. A pickle is a program for a stack machine that can name
 * any class and have it called; this machine knows the instructions and the four names that such a list needs, and refuses
 * all else. Each instruction takes constant time or reads what it makes, so that a pickle costs no more than its length.
 */
final class TensorPickle {
    static final int BYTES_AT_MOST = 1 << 20;
    static final int TENSORS_AT_MOST = 10_000;
    private static final int NAME_BYTES_AT_MOST = 1024;
    /** Instructions between two checks of whether to go on. */
    private static final int INSTRUCTIONS_A_LOOK = 1024;

    private final ByteBuffer input;
    private final List<Pickled> stack = new ArrayList<>();
    private final Map<Long, Pickled> memo = new HashMap<>();

    private TensorPickle(byte[] pickle) {
        this.input = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the tensors of a dictionary by name.
     *
     * @throws WeightsException if the bytes are no such pickle
     */
    static SortedMap<String, View> read(byte[] pickle, StopSignal stop) throws WeightsException, StoppedException {
        if (pickle.length > BYTES_AT_MOST) {
            throw refused("it has " + pickle.length + " bytes; expected at most " + BYTES_AT_MOST);
        }
        TensorPickle machine = new TensorPickle(pickle);
        Pickled result;
        try {
            result = machine.run(stop);
        } catch (BufferUnderflowException e) {
            throw new WeightsException("its pickle cannot be read as a dictionary of tensors: it ends too early", e);
        }
        if (!(result instanceof Dictionary dictionary)) {
            throw new WeightsException("its pickle is not a dictionary of tensors");
        }
        if (dictionary.entries().size() > TENSORS_AT_MOST) {
            throw refused("it lists " + dictionary.entries().size() + " tensors; expected at most " + TENSORS_AT_MOST);
        }
        SortedMap<String, View> tensors = new TreeMap<>();
        for (var entry : dictionary.entries().entrySet()) {
            if (!(entry.getValue() instanceof View view)) {
                throw new WeightsException("its entry " + WeightsException.shown(entry.getKey()) + " is not a tensor");
            }
            tensors.put(entry.getKey(), view);
        }
        return tensors;
    }

    private Pickled run(StopSignal stop) throws WeightsException, StoppedException {
        for (int done = 0; ; done++) {
            if (done % INSTRUCTIONS_A_LOOK == 0) {
                stop.check();
            }
            int instruction = Byte.toUnsignedInt(input.get());
            switch (instruction) {
                case '.' -> {
                    return pop();
                }
                case 0x80 -> input.get(); // PROTO
                case 0x95 -> input.getLong(); // FRAME
                case '(' -> stack.add(Mark.MARK);
                case 'N', 0x88, 0x89 -> stack.add(Other.VALUE);
                case 'J' -> stack.add(new Whole(input.getInt()));
                case 'K' -> stack.add(new Whole(Byte.toUnsignedInt(input.get())));
                case 'M' -> stack.add(new Whole(Short.toUnsignedInt(input.getShort())));
                case 0x8a -> stack.add(whole(Byte.toUnsignedInt(input.get())));
                case 0x8c -> stack.add(text(Byte.toUnsignedInt(input.get())));
                case 'X' -> stack.add(text(Integer.toUnsignedLong(input.getInt())));
                case ')' -> stack.add(new Tuple(List.of()));
                case 't' -> stack.add(new Tuple(popToMark()));
                case 0x85 -> stack.add(new Tuple(pop(1)));
                case 0x86 -> stack.add(new Tuple(pop(2)));
                case 0x87 -> stack.add(new Tuple(pop(3)));
                case '}' -> stack.add(new Dictionary());
                case 's' -> put(pop(2));
                case 'u' -> put(popToMark());
                case 'R' -> stack.add(PytorchNames.called(pop(2)));
                case 'Q' -> stack.add(PytorchNames.storage(pop()));
                case 'b' -> pop(); // BUILD: attributes of a dictionary, which PyTorch adds and nobody needs
                case 'q' -> memo.put((long) Byte.toUnsignedInt(input.get()), top());
                case 'r' -> memo.put(Integer.toUnsignedLong(input.getInt()), top());
                case 0x94 -> memo.put((long) memo.size(), top());
                case 'h' -> stack.add(remembered(Byte.toUnsignedInt(input.get())));
                case 'j' -> stack.add(remembered(Integer.toUnsignedLong(input.getInt())));
                case 'c' -> stack.add(PytorchNames.known(line(), line()));
                case 0x93 -> stack.add(PytorchNames.known(pop(2)));
                default ->
                    throw refused("it has the instruction 0x%02x, which is not allowed in a list of tensors"
                            .formatted(instruction));
            }
        }
    }

    private Pickled top() throws WeightsException {
        if (stack.isEmpty() || stack.getLast() == Mark.MARK) {
            throw refused("an instruction finds nothing on the stack");
        }
        return stack.getLast();
    }

    private Pickled pop() throws WeightsException {
        Pickled top = top();
        stack.removeLast();
        return top;
    }

    private List<Pickled> pop(int count) throws WeightsException {
        List<Pickled> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.addFirst(pop());
        }
        return values;
    }

    private List<Pickled> popToMark() throws WeightsException {
        int mark = stack.lastIndexOf(Mark.MARK);
        if (mark < 0) {
            throw refused("an instruction finds no mark on the stack");
        }
        List<Pickled> after = stack.subList(mark + 1, stack.size());
        List<Pickled> values = new ArrayList<>(after);
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private Pickled remembered(long place) throws WeightsException {
        Pickled value = memo.get(place);
        if (value == null) {
            throw refused("it refers to a value that it did not keep");
        }
        return value;
    }

    private Text text(long bytes) throws WeightsException {
        if (bytes > input.remaining()) {
            throw refused("it has a string of " + bytes + " bytes where only " + input.remaining() + " are left");
        }
        if (bytes > NAME_BYTES_AT_MOST) {
            throw refused("it has a string of " + bytes + " bytes; expected at most " + NAME_BYTES_AT_MOST);
        }
        byte[] text = new byte[(int) bytes];
        input.get(text);
        return new Text(new String(text, StandardCharsets.UTF_8));
    }

    private Pickled whole(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long next = Byte.toUnsignedLong(input.get());
            value |= i < Long.BYTES ? next << (i * Byte.SIZE) : 0;
        }
        return bytes < Long.BYTES ? new Whole(value) : Other.VALUE;
    }

    private Text line() throws WeightsException {
        int start = input.position();
        while (input.get() != '\n') {
            if (input.position() - start > NAME_BYTES_AT_MOST) {
                throw refused("it has a name of more than " + NAME_BYTES_AT_MOST + " bytes");
            }
        }
        return new Text(new String(input.array(), start, input.position() - start - 1, StandardCharsets.UTF_8));
    }

    private void put(List<Pickled> pairs) throws WeightsException {
        if (!(top() instanceof Dictionary dictionary) || pairs.size() % 2 != 0) {
            throw refused("it adds entries to a value that is not a dictionary");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof Text(String key))) {
                throw refused("it has a dictionary with a key that is not text");
            }
            dictionary.put(key, pairs.get(i + 1));
        }
    }

    static WeightsException refused(String why) {
        return new WeightsException("its pickle cannot be read as a dictionary of tensors: " + why);
    }
}
