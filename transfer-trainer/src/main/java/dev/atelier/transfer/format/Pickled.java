package dev.atelier.transfer.format;

import dev.atelier.transfer.format.TensorFile.UnreadTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a pickle. Those that can hold others are equal to themselves alone: nothing here ever looks into what they
 * hold, however they hold each other.
 */
sealed interface Pickled {
    /** Python's {@code str}, as far as it can be a name. */
    record Text(String value) implements Pickled {}

    /** Python's {@code int}, as far as it can be the size of something. */
    record Whole(long value) implements Pickled {}

    /** Everything of which no use is made: numbers, bytes, long texts, {@code None}, {@code True} and {@code False}. */
    enum Other implements Pickled {
        VALUE
    }

    /** What stands on the stack before the values of a tuple or dictionary. */
    enum Mark implements Pickled {
        MARK
    }

    /** The name of a class or function. It stays a name: nothing is ever loaded or called. */
    record Name(String module, String name) implements Pickled {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A tuple, list or set. */
    final class Sequence implements Pickled {
        private final List<Pickled> values;

        Sequence(List<Pickled> values) {
            this.values = new ArrayList<>(values);
        }

        List<Pickled> values() {
            return values;
        }
    }

    /** A dictionary; entries whose key is neither a text nor a whole number are left out. */
    final class Dictionary implements Pickled {
        private final @Nullable Pickled pairs;
        private @Nullable Map<String, Pickled> entries;

        Dictionary() {
            this.pairs = null;
        }

        /** @param pairs of keys and values, which it was made of */
        Dictionary(Pickled pairs) {
            this.pairs = pairs;
        }

        @Nullable Pickled pairs() {
            return pairs;
        }

        void put(Pickled key, Pickled value) {
            Map<String, Pickled> known = entries;
            if (known == null) {
                known = new LinkedHashMap<>();
                entries = known;
            }
            switch (key) {
                case Text(String text) -> known.put(text, value);
                case Whole(long number) -> known.put(Long.toString(number), value);
                default -> {}
            }
        }

        Map<String, Pickled> entries() {
            Map<String, Pickled> known = entries;
            return known == null ? Map.of() : known;
        }
    }

    /** An object of a class, which no code was run to make: only the state that it would be given is known. */
    final class Instance implements Pickled {
        private @Nullable Pickled state;
        private @Nullable Dictionary items;

        void build(Pickled given) {
            state = given;
        }

        @Nullable Pickled state() {
            return state;
        }

        /** What it holds as a dictionary. */
        Dictionary items() {
            Dictionary known = items;
            if (known == null) {
                known = new Dictionary();
                items = known;
            }
            return known;
        }

        @Nullable Dictionary knownItems() {
            return items;
        }
    }

    /**
     * The numbers that tensors are views of.
     *
     * @param type PyTorch's name of it, such as {@code FloatStorage}
     * @param key names it in its file
     * @param size number of numbers
     * @param offset of its first number, where it is itself a part of what the key names
     */
    record Storage(String type, String key, long size, long offset) implements Pickled {}

    /**
     * A view of a storage: a tensor.
     *
     * @param offset of the first number in what the storage's key names
     * @param strides by dimension, in numbers
     */
    record View(Storage storage, long offset, List<Integer> shape, List<Integer> strides) implements Pickled {}

    /** A tensor of another kind. */
    record Unread(UnreadTensor tensor) implements Pickled {}
}
