package dev.atelier.transfer.format;

import dev.atelier.transfer.format.Pickled.Dictionary;
import dev.atelier.transfer.format.Pickled.Instance;
import dev.atelier.transfer.format.Pickled.Sequence;
import dev.atelier.transfer.format.Pickled.Text;
import dev.atelier.transfer.format.Pickled.Unread;
import dev.atelier.transfer.format.Pickled.View;
import dev.atelier.transfer.format.TensorFile.UnreadTensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tensors in what a pickle holds, in dictionaries, lists and objects, each named by the way to it. A pickled
 * module has its tensors under the names of its state dictionary. Each value is looked into once, by the shortest way to
 * it, so that this takes no longer than the pickle is, however its values hold each other.
 */
final class PickledTensors {
    static final int TENSORS_AT_MOST = 10_000;
    private static final int DEPTH_AT_MOST = 32;
    /** What has a longer name is no tensor of a network. */
    private static final int NAME_AT_MOST = 1024;
    /** Where a pickled module of PyTorch keeps its tensors and its parts. */
    private static final Set<String> OF_MODULES = Set.of("_parameters", "_buffers", "_modules");

    private final SortedMap<String, View> views = new TreeMap<>();
    private final SortedMap<String, UnreadTensor> unread = new TreeMap<>();
    private final Queue<Found> open = new ArrayDeque<>();
    private final Set<Pickled> known = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * The keys that lead to a value, from the last to the first.
     *
     * @param length number of keys
     * @param characters of the name
     */
    private record Way(@Nullable Way before, String key, int length, int characters) {
        static Way to(@Nullable Way before, String key) {
            return before == null
                    ? new Way(null, key, 1, key.length())
                    : new Way(before, key, before.length + 1, before.characters + 1 + key.length());
        }

        String name() {
            StringBuilder name = new StringBuilder(key);
            for (@Nullable Way way = before; way != null; way = way.before) {
                name.insert(0, way.key + ".");
            }
            return name.toString();
        }
    }

    /**
     * A value that has not been looked into.
     *
     * @param isPairs whether it is a list of keys and values
     * @param isState whether it is the state of an object
     */
    private record Found(@Nullable Way way, Pickled value, boolean isPairs, boolean isState) {}

    private PickledTensors() {}

    /** @throws WeightsException if there are more than a network has */
    static PickledTensors of(Pickled root) throws WeightsException {
        PickledTensors found = new PickledTensors();
        found.add(null, root, false, false);
        for (Found next = found.open.poll(); next != null; next = found.open.poll()) {
            found.lookInto(next);
        }
        return found;
    }

    SortedMap<String, View> views() {
        return views;
    }

    /** Those of a kind that is not read, by name. */
    SortedMap<String, UnreadTensor> unread() {
        return unread;
    }

    private void add(@Nullable Way way, @Nullable Pickled value, boolean isPairs, boolean isState)
            throws WeightsException {
        if (way != null && (way.length > DEPTH_AT_MOST || way.characters > NAME_AT_MOST)) {
            return;
        }
        boolean canHold = value instanceof Dictionary || value instanceof Sequence || value instanceof Instance;
        if (value instanceof View || value instanceof Unread) {
            addTensor(way == null ? "" : way.name(), value);
        } else if (value != null && canHold && known.add(value)) {
            open.add(new Found(way, value, isPairs, isState));
        }
    }

    private void addTensor(String name, Pickled value) throws WeightsException {
        if (value instanceof View view) {
            views.putIfAbsent(name, view);
        } else if (value instanceof Unread(UnreadTensor tensor)) {
            unread.putIfAbsent(name, tensor);
        }
        if (views.size() + unread.size() > TENSORS_AT_MOST) {
            throw new WeightsException(
                    "it holds more than " + TENSORS_AT_MOST + " tensors; " + WeightsException.SAVE_STATE);
        }
    }

    private void lookInto(Found found) throws WeightsException {
        switch (found.value) {
            case Dictionary dictionary -> {
                add(found.way, dictionary.pairs(), true, false);
                for (var entry : dictionary.entries().entrySet()) {
                    boolean isTransparent = found.isState && OF_MODULES.contains(entry.getKey());
                    if (canBeOrHoldTensors(entry.getValue())) {
                        Way way = isTransparent ? found.way : Way.to(found.way, entry.getKey());
                        add(way, entry.getValue(), false, false);
                    }
                }
            }
            case Sequence sequence
            when found.isPairs -> {
                for (Pickled pair : sequence.values()) {
                    if (pair instanceof Sequence two
                            && two.values().size() == 2
                            && two.values().getFirst() instanceof Text(String key)) {
                        add(Way.to(found.way, key), two.values().getLast(), false, false);
                    }
                }
            }
            case Sequence sequence -> {
                for (int i = 0; i < sequence.values().size(); i++) {
                    Pickled value = sequence.values().get(i);
                    if (canBeOrHoldTensors(value)) {
                        // The state of an object may be two dictionaries: of its attributes, and of its slots.
                        Way way = found.isState ? found.way : Way.to(found.way, Integer.toString(i));
                        add(way, value, false, found.isState);
                    }
                }
            }
            case Instance instance -> {
                add(found.way, instance.knownItems(), false, false);
                add(found.way, instance.state(), false, true);
            }
            default -> {}
        }
    }

    private static boolean canBeOrHoldTensors(Pickled value) {
        return value instanceof View
                || value instanceof Unread
                || value instanceof Dictionary
                || value instanceof Sequence
                || value instanceof Instance;
    }
}
