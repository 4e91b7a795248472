package dev.atelier.trainer.schedule;

import dev.atelier.contracts.metric.Direction;

/**
 * What is known of a watched metric after some epochs: the best epoch, and how long ago it was. Immutable, so that a
 * checkpoint can hold it and a resumed run continues it. One watch serves early stopping, another the best weights.
 *
 * @param bestEpoch counted from 1; 0 before the first epoch
 * @param bestValue the metric at the best epoch; 0 before the first epoch
 * @param epochsSinceBest completed epochs after the best one
 */
public record Watch(int bestEpoch, double bestValue, int epochsSinceBest) {
    /** Before the first epoch. */
    public static final Watch START = new Watch(0, 0, 0);

    public Watch {
        if (bestEpoch < 0 || epochsSinceBest < 0) {
            throw new IllegalArgumentException("bestEpoch is " + bestEpoch + " and epochsSinceBest is "
                    + epochsSinceBest + ", but neither can be negative");
        }
    }

    /**
     * What is known once {@code epoch} has ended with {@code value}. A value that is no number beats nothing, and any
     * number beats it.
     *
     * @param minDelta improvements up to this size do not count
     */
    public Watch after(int epoch, double value, Direction direction, double minDelta) {
        boolean better = bestEpoch == 0
                || direction.improves(value, bestValue, minDelta)
                || (Double.isNaN(bestValue) && !Double.isNaN(value));
        return better ? new Watch(epoch, value, 0) : new Watch(bestEpoch, bestValue, epochsSinceBest + 1);
    }

    /** Whether {@code epoch} is the best so far. */
    public boolean isBest(int epoch) {
        return bestEpoch == epoch;
    }

    /** Whether more epochs in a row than this had no improvement. */
    public boolean isOver(int patience) {
        return epochsSinceBest > patience;
    }
}
