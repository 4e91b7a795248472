package dev.atelier.search.algorithm;

import dev.atelier.search.SearchSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The epochs at which trials pause: each {@code eta} times the one before, the last a complete training. They are counted down from the
 * complete training, so that the last step is as long as the others; the first is the smallest that is at least
 * {@code minEpochs}.
 *
 * @param epochs ascending, at least one
 */
record Rungs(List<Integer> epochs, int eta) {
    Rungs {
        epochs = List.copyOf(epochs);
    }

    static Rungs of(SearchSpec spec) {
        List<Integer> down = new ArrayList<>();
        for (long divisor = 1; spec.maxEpochs() >= spec.minEpochs() * divisor; divisor *= spec.eta()) {
            down.add((int) Math.round((double) spec.maxEpochs() / divisor));
        }
        return new Rungs(down.reversed().stream().distinct().toList(), spec.eta());
    }

    int count() {
        return epochs.size();
    }

    int last() {
        return epochs.getLast();
    }

    /** The rungs from one on, which is then the first. */
    Rungs from(int rung) {
        return new Rungs(epochs.subList(rung, epochs.size()), eta);
    }

    /** How many of so many trials continue: one in {@code eta}, and at least one. */
    int promoted(int trials) {
        return Math.max(1, trials / eta);
    }
}
