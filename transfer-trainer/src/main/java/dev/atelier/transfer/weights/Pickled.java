package dev.atelier.transfer.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a pickle that lists tensors. Only texts can be keys of a dictionary, and tuples and dictionaries are equal to
 * themselves alone: nothing here ever looks into what they hold, however they hold each other.
 */
sealed interface Pickled {
    /** Python's {@code str}. */
    record Text(String value) implements Pickled {}

    /** Python's {@code int}, as far as it is the size of something. */
    record Whole(long value) implements Pickled {}

    /** Python's {@code None}, {@code True} and {@code False}, and numbers of which no use is made. */
    enum Other implements Pickled {
        VALUE
    }

    /** What stands on the stack before the values of a tuple or dictionary. */
    enum Mark implements Pickled {
        MARK
    }

    /** The name of a class or function. */
    record Name(String module, String name) implements Pickled {}

    final class Tuple implements Pickled {
        private final List<Pickled> values;

        Tuple(List<Pickled> values) {
            this.values = List.copyOf(values);
        }

        List<Pickled> values() {
            return values;
        }
    }

    final class Dictionary implements Pickled {
        private @Nullable Map<String, Pickled> entries;

        void put(String key, Pickled value) {
            Map<String, Pickled> known = entries;
            if (known == null) {
                known = new LinkedHashMap<>();
                entries = known;
            }
            known.put(key, value);
        }

        Map<String, Pickled> entries() {
            Map<String, Pickled> known = entries;
            return known == null ? Map.of() : known;
        }
    }

    /**
     * Numbers in a file of their own.
     *
     * @param type PyTorch's name of it, such as {@code FloatStorage}
     * @param key the file's name
     * @param size number of numbers
     */
    record Storage(String type, String key, long size) implements Pickled {}

    /**
     * A view of a storage: a tensor.
     *
     * @param offset of the first number
     * @param strides by dimension, in numbers
     */
    record View(Storage storage, long offset, List<Integer> shape, List<Integer> strides) implements Pickled {}
}
