package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.event.EpochCompleted;
import java.util.List;
import java.util.stream.IntStream;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The completed epochs of a job, numbered from 1 without a gap, as they were first published. Immutable; one more epoch
 * costs time and memory that grow with the logarithm of their number only, as all that is there is shared.
 */
public final class EpochHistory {
    public static final EpochHistory EMPTY = new EpochHistory(TreePVector.empty());

    private final PVector<EpochCompleted> epochs;

    private EpochHistory(PVector<EpochCompleted> epochs) {
        this.epochs = epochs;
    }

    /**
     * Epochs in their order.
     *
     * @throws IllegalArgumentException if they are not numbered from 1 without a gap
     */
    public static EpochHistory of(List<EpochCompleted> epochs) {
        for (int i = 0; i < epochs.size(); i++) {
            requireNumber(epochs.get(i), i + 1);
        }
        return new EpochHistory(TreePVector.from(epochs));
    }

    /**
     * With one more epoch.
     *
     * @throws IllegalArgumentException if it is not the next one
     */
    public EpochHistory plus(EpochCompleted epoch) {
        requireNumber(epoch, size() + 1);
        return new EpochHistory(epochs.plus(epoch));
    }

    /** Number of completed epochs, which is the number of the last one. */
    public int size() {
        return epochs.size();
    }

    /** All epochs. */
    public List<EpochCompleted> all() {
        return epochs;
    }

    /** The same epochs of a longer job. */
    EpochHistory continuedBy(String job, int most) {
        return of(epochs.stream().map(epoch -> epoch.continuedBy(job, most)).toList());
    }

    /** The epochs after that of a number. */
    List<EpochCompleted> after(int epoch) {
        return IntStream.range(epoch, size()).mapToObj(epochs::get).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EpochHistory history && epochs.equals(history.epochs);
    }

    @Override
    public int hashCode() {
        return epochs.hashCode();
    }

    @Override
    public String toString() {
        return epochs.toString();
    }

    private static void requireNumber(EpochCompleted epoch, int expected) {
        if (epoch.epoch() != expected) {
            throw new IllegalArgumentException(
                    "epoch is " + epoch.epoch() + "; expected " + expected + ", the next one");
        }
    }
}
