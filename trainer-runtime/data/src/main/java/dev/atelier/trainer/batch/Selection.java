package dev.atelier.trainer.batch;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import dev.atelier.trainer.augment.Placements;
import dev.atelier.trainer.dataset.Images;
import dev.atelier.trainer.preparation.Normalization;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.util.Optional;

/**
 * Some images of a dataset and their values as a network's input. The values of an image depend on its number and the
 * epoch, and on nothing else. Not thread-safe: its look owns scratch space.
 */
public final class Selection {
    private final Images images;
    private final int[] numbers;
    private final Placements placements;
    private final Optional<Seeds> shuffle;
    private final Look look;

    private Selection(Images images, int[] numbers, Placements placements, Optional<Seeds> shuffle, Look look) {
        this.images = images;
        this.numbers = numbers;
        this.placements = placements;
        this.shuffle = shuffle;
        this.look = look;
    }

    /** Selects images by their numbers; without more they are neither resized nor placed nor shuffled. */
    public static Builder of(Images images, int[] numbers, Normalization normalization) {
        return new Builder(images, numbers, normalization);
    }

    /** The same images in the same order with another look. */
    public Selection looking(Look other) {
        return new Selection(images, numbers, placements, shuffle, other);
    }

    /** Number of images. */
    public int size() {
        return numbers.length;
    }

    /** Number of batches in an epoch; the last one may be smaller. */
    public int batches(int batchSize) {
        return Math.ceilDiv(numbers.length, batchSize);
    }

    /** Values of one image as the network sees it. */
    public int values() {
        return look.values();
    }

    /** Number of images in the part of the dataset that these are from. */
    public int outOf() {
        return images.size();
    }

    /** Number of the image at a position within its part of the dataset. */
    public int number(int position) {
        return numbers[position];
    }

    /** How the images are placed. */
    public Placements placements() {
        return placements;
    }

    /** Class of the image at a position. */
    public int label(int position) {
        return images.label(numbers[position]);
    }

    /** Writes the values of the image at a position in an epoch. */
    public void show(int position, int epoch, float[] inputs, int offset) {
        look.show(position, numbers[position], epoch, inputs, offset);
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
            var picture = new Picture(images, numbers, shape, normalization, placements, interpolation);
            return new Selection(images, numbers, placements, shuffle, picture);
        }
    }
}
