package dev.atelier.transfer.format;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.Pickled.Dictionary;
import dev.atelier.transfer.format.Pickled.Instance;
import dev.atelier.transfer.format.Pickled.Mark;
import dev.atelier.transfer.format.Pickled.Name;
import dev.atelier.transfer.format.Pickled.Other;
import dev.atelier.transfer.format.Pickled.Sequence;
import dev.atelier.transfer.format.Pickled.Storage;
import dev.atelier.transfer.format.Pickled.Text;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles of the protocols 0 to 5. A pickle is a program for a stack machine that can name any class and have it
 * called; this machine keeps such names as names and calls nothing. Each instruction takes constant time or reads what it
 * makes, so that a pickle costs no more than its length.
 */
final class PickleMachine {
    /** A list of tensors takes some hundred bytes for each. */
    static final int BYTES_AT_MOST = 1 << 20;
    /** Instructions between two checks of whether to go on. */
    private static final int INSTRUCTIONS_A_LOOK = 1024;

    private final PickleInput input;
    private final StopSignal stop;
    private final List<Pickled> stack = new ArrayList<>();
    private final Map<Long, Pickled> memo = new HashMap<>();

    private final Map<String, Storage> storages;

    private PickleMachine(PickleInput input, Map<String, Storage> storages, StopSignal stop) {
        this.input = input;
        this.storages = storages;
        this.stop = stop;
    }

    /**
     * Reads the pickle that comes next.
     *
     * @param storages takes those that it refers to, by their keys
     * @throws WeightsException if it is damaged
     */
    static Pickled read(PickleInput input, Map<String, Storage> storages, StopSignal stop)
            throws WeightsException, StoppedException {
        try {
            return new PickleMachine(input, storages, stop).run();
        } catch (BufferUnderflowException e) {
            throw new WeightsException("it is damaged: its pickle ends too early", e);
        }
    }

    private Pickled run() throws WeightsException, StoppedException {
        for (int done = 0; ; done++) {
            if (done % INSTRUCTIONS_A_LOOK == 0) {
                stop.check();
            }
            int instruction = input.nextByte();
            if (instruction == '.') {
                return pop();
            }
            if (!pushes(instruction)) {
                execute(instruction);
            }
        }
    }

    /** Executes an instruction that puts a value on the stack that depends on the input alone; false for another one. */
    private boolean pushes(int instruction) throws WeightsException {
        @Nullable Pickled value = switch (instruction) {
            case '(' -> Mark.MARK;
            case 'N', 0x88, 0x89 -> Other.VALUE;
            case 'F' -> floatLine();
            case 'G' -> input.skip(Double.BYTES);
            case 'I', 'L' -> input.numberLine();
            case 'J' -> new Pickled.Whole(input.nextInt());
            case 'K' -> new Pickled.Whole(input.nextByte());
            case 'M' -> new Pickled.Whole(input.nextShort());
            case 0x8a -> input.whole(input.nextByte());
            case 0x8b -> input.whole(input.nextUnsignedInt());
            case 'S' -> quoted(input.line());
            case 'V' -> new Text(input.line());
            case 'U' -> input.text(input.nextByte(), StandardCharsets.ISO_8859_1);
            case 'T' -> input.text(input.nextUnsignedInt(), StandardCharsets.ISO_8859_1);
            case 0x8c -> input.text(input.nextByte(), StandardCharsets.UTF_8);
            case 'X' -> input.text(input.nextUnsignedInt(), StandardCharsets.UTF_8);
            case 0x8d -> input.text(input.nextLong(), StandardCharsets.UTF_8);
            case 'C' -> input.skip(input.nextByte());
            case 'B' -> input.skip(input.nextUnsignedInt());
            case 0x8e, 0x96 -> input.skip(input.nextLong());
            case 0x97 -> Other.VALUE;
            case ')', ']', 0x8f -> new Sequence(List.of());
            case '}' -> new Dictionary();
            case 'c' -> new Name(input.line(), input.line());
            case 'P' -> PytorchNames.persistent(new Text(input.line()));
            case 'g' -> remembered(lineNumber());
            case 'h' -> remembered(input.nextByte());
            case 'j' -> remembered(input.nextUnsignedInt());
            case 0x82 -> extension(1);
            case 0x83 -> extension(2);
            case 0x84 -> extension(4);
            default -> null;
        };
        if (value == null) {
            return false;
        }
        stack.add(value);
        return true;
    }

    private void execute(int instruction) throws WeightsException {
        switch (instruction) {
            case 0x80 -> input.nextByte(); // PROTO
            case 0x95 -> input.nextLong(); // FRAME
            case 0x98 -> top(); // READONLY_BUFFER
            case '0' -> drop();
            case '1' -> popToMark();
            case '2' -> stack.add(top());
            case 't', 'l', 0x91 -> stack.add(new Sequence(popToMark()));
            case 0x85 -> stack.add(new Sequence(pop(1)));
            case 0x86 -> stack.add(new Sequence(pop(2)));
            case 0x87 -> stack.add(new Sequence(pop(3)));
            case 'd' -> dictionary(popToMark());
            case 's' -> put(pop(2));
            case 'u' -> put(popToMark());
            case 'a' -> append(pop(1));
            case 'e', 0x90 -> append(popToMark());
            case 'b' -> build(pop());
            case 'R', 0x81 -> call(pop(2));
            case 0x92 -> call(pop(3));
            case 'o' -> call(popToMark());
            case 'i' -> instantiate(new Name(input.line(), input.line()));
            case 'Q' -> stack.add(referred(pop()));
            case 0x93 -> stack.add(named(pop(2)));
            case 'p' -> memo.put(lineNumber(), top());
            case 'q' -> memo.put((long) input.nextByte(), top());
            case 'r' -> memo.put(input.nextUnsignedInt(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            default ->
                throw new WeightsException("it is damaged: byte " + (input.position() - 1)
                        + " of its pickle is not an opcode of a pickle");
        }
    }

    private Pickled referred(Pickled id) {
        Pickled value = PytorchNames.persistent(id);
        if (value instanceof Storage storage) {
            storages.put(storage.key(), storage);
        }
        return value;
    }

    private Other floatLine() throws WeightsException {
        input.line();
        return Other.VALUE;
    }

    private Other extension(int bytes) throws WeightsException {
        return input.skip(bytes);
    }

    /** A text of protocol 0, which stands in quotes. */
    private static Text quoted(String line) {
        boolean isQuoted = line.length() >= 2 && (line.startsWith("'") || line.startsWith("\""));
        return new Text(isQuoted ? line.substring(1, line.length() - 1) : line);
    }

    private long lineNumber() throws WeightsException {
        if (input.numberLine() instanceof Pickled.Whole(long number)) {
            return number;
        }
        throw damaged("a memo index is not a number");
    }

    private static Pickled named(List<Pickled> names) {
        return names.get(0) instanceof Text(String module) && names.get(1) instanceof Text(String name)
                ? new Name(module, name)
                : Other.VALUE;
    }

    private void call(List<Pickled> call) throws WeightsException {
        if (call.isEmpty()) {
            throw damaged("a call has no function");
        }
        stack.add(call.size() < 2 ? new Instance() : PytorchNames.called(call.get(0), call.get(1)));
    }

    private void instantiate(Name type) throws WeightsException {
        stack.add(PytorchNames.called(type, new Sequence(popToMark())));
    }

    private void build(Pickled state) throws WeightsException {
        if (top() instanceof Instance instance) {
            instance.build(state);
        }
        // PyTorch gives dictionaries attributes, and parameters too: nobody needs them.
    }

    private void dictionary(List<Pickled> pairs) throws WeightsException {
        stack.add(new Dictionary());
        put(pairs);
    }

    private void put(List<Pickled> pairs) throws WeightsException {
        if (pairs.size() % 2 != 0) {
            throw damaged("a dictionary gets a key without a value");
        }
        Dictionary into = switch (top()) {
            case Dictionary dictionary -> dictionary;
            case Instance instance -> instance.items();
            default -> throw damaged("entries are added to a value that is not a dictionary");
        };
        for (int i = 0; i < pairs.size(); i += 2) {
            into.put(pairs.get(i), pairs.get(i + 1));
        }
    }

    private void append(List<Pickled> values) throws WeightsException {
        switch (top()) {
            case Sequence sequence -> sequence.values().addAll(values);
            case Instance _ -> {}
            default -> throw damaged("values are added to a value that is not a list");
        }
    }

    private Pickled top() throws WeightsException {
        if (stack.isEmpty() || stack.getLast() == Mark.MARK) {
            throw damaged("a value is missing on the stack");
        }
        return stack.getLast();
    }

    private Pickled pop() throws WeightsException {
        Pickled top = top();
        stack.removeLast();
        return top;
    }

    /** Removes a value or a mark. */
    private void drop() throws WeightsException {
        if (stack.isEmpty()) {
            throw damaged("a value is popped from an empty stack");
        }
        stack.removeLast();
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
            throw damaged("a mark is missing on the stack");
        }
        List<Pickled> values = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private Pickled remembered(long place) throws WeightsException {
        Pickled value = memo.get(place);
        if (value == null) {
            throw damaged("a memo index has no value");
        }
        return value;
    }

    private WeightsException damaged(String why) {
        return new WeightsException("it is damaged: before byte " + input.position() + " of its pickle, " + why);
    }
}
