package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import dev.atelier.trainer.augment.Placement;
import dev.atelier.trainer.augment.Placements;
import dev.atelier.trainer.normalize.Normalization;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.util.Optional;

/**
 * Some images of a dataset and what is done to them on their way into a network: resized, placed, normalised, in this
 * order. What an image comes to depends on its number and the epoch, and on nothing else. Images that look the same in
 * every epoch are drawn once and kept, where they fit. Not thread-safe: it owns scratch space.
 */
public final class Selection {
    private static final long KEPT_BYTES_AT_MOST = 256L << 20;

    private final Images images;
    private final int[] numbers;
    private final ImageShape shape;
    private final Normalization normalization;
    private final Placements placements;
    private final Canvas canvas;
    private final Optional<Seeds> shuffle;
    private final Optional<byte[]> kept;

    private Selection(Builder builder) {
        this.images = builder.images;
        this.numbers = builder.numbers;
        this.shape = builder.shape;
        this.normalization = builder.normalization;
        this.placements = builder.placements;
        this.canvas = new Canvas(images, shape, builder.interpolation);
        this.shuffle = builder.shuffle;
        this.kept = isWorthKeeping() ? Optional.of(drawAll()) : Optional.empty();
    }

    /** Selects images by their numbers; without more they are neither resized nor placed nor shuffled. */
    public static Builder of(Images images, int[] numbers, Normalization normalization) {
        return new Builder(images, numbers, normalization);
    }

    /** Number of images. */
    public int size() {
        return numbers.length;
    }

    /** Number of batches in an epoch; the last one may be smaller. */
    public int batches(int batchSize) {
        return Math.ceilDiv(numbers.length, batchSize);
    }

    /** Shape of an image as the network sees it. */
    public ImageShape shape() {
        return shape;
    }

    /**
     * Writes the order in which an epoch shows the images.
     *
     * @param order filled with positions from 0 to {@code size() - 1}
     */
    void order(int epoch, int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (shuffle.isPresent()) {
            shuffle.get().stream(Purpose.SHUFFLE, epoch, 0).shuffle(order);
        }
    }

    int label(int position) {
        return images.label(numbers[position]);
    }

    /** Writes the inputs that the image at a position comes to in an epoch. */
    void prepare(int position, int epoch, float[] inputs, int inputOffset) {
        int bytes = shape.bytes();
        if (kept.isPresent()) {
            normalization.apply(kept.get(), position * bytes, inputs, inputOffset, bytes);
        } else {
            canvas.draw(numbers[position], placements.at(epoch, numbers[position]));
            normalization.apply(canvas.pixels(), canvas.offset(), inputs, inputOffset, bytes);
        }
    }

    private boolean isWorthKeeping() {
        return placements.isFixed()
                && numbers.length > 0
                && (canvas.changes(Placement.IDENTITY) || placements != Placements.NONE)
                && (long) numbers.length * shape.bytes() <= KEPT_BYTES_AT_MOST;
    }

    private byte[] drawAll() {
        int bytes = shape.bytes();
        byte[] drawn = new byte[numbers.length * bytes];
        for (int position = 0; position < numbers.length; position++) {
            canvas.draw(numbers[position], placements.at(1, numbers[position]));
            System.arraycopy(canvas.pixels(), canvas.offset(), drawn, position * bytes, bytes);
        }
        return drawn;
    }

    /** What is done to the images beyond normalising. */
    public static final class Builder {
        private final Images images;
        private final int[] numbers;
        private final Normalization normalization;
        private ImageShape shape;
        private Placements placements = Placements.NONE;
        private Interpolation interpolation = Interpolation.NEAREST;
        private Optional<Seeds> shuffle = Optional.empty();

        private Builder(Images images, int[] numbers, Normalization normalization) {
            this.images = images;
            this.numbers = numbers.clone();
            this.normalization = normalization;
            this.shape = images.shape();
        }

        /** Resizes the images to a number of pixels a side. */
        public Builder resizedTo(int side) {
            this.shape = new ImageShape(images.shape().channels(), side, side);
            return this;
        }

        /** Moves the images. */
        public Builder placed(Placements newPlacements, Interpolation newInterpolation) {
            this.placements = newPlacements;
            this.interpolation = newInterpolation;
            return this;
        }

        /** Shows the images in another order each epoch. */
        public Builder shuffled(Seeds seeds) {
            this.shuffle = Optional.of(seeds);
            return this;
        }

        public Selection build() {
            return new Selection(this);
        }
    }
}
