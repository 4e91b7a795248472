package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which images a job trains on and what is done to them.
 *
 * @param dataset name of a published dataset
 * @param limit use only the first n training images of the split; null for all
 * @param resize pixels a side; null leaves the images as they are
 */
public record DataSpec(
        String dataset,
        ValidationSplit split,
        @Nullable Integer limit,
        Normalize normalize,
        @Nullable Integer resize,
        Augment augment) {

    /**
     * How the training images are parted. The split has a seed of its own, so that jobs of different seeds share it.
     *
     * @param validation number of images held back for validation
     */
    public record ValidationSplit(int validation, long seed) {
        private static final int SHARE = 6;
        private static final int IMAGES_OF_UNKNOWN = 10_000;

        /**
         * How many images are held back where a job does not decide it: one of six, so that of the 60,000 of Fashion-MNIST 50,000
         * are trained on.
         *
         * @param trainingImages of the dataset, where they are known; Fashion-MNIST's otherwise
         */
        public static int defaultOf(OptionalInt trainingImages) {
            return trainingImages.isEmpty() ? IMAGES_OF_UNKNOWN : Math.max(1, trainingImages.getAsInt() / SHARE);
        }
    }

    /** What pixels become: {@code (p/255 - mean)/std}, {@code p/255}, or {@code p} as it is. */
    public enum Normalize {
        STANDARDIZE,
        UNIT,
        NONE,
        IMAGENET;

        @JsonValue
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Random transformations of training images, applied in this order, before normalising, with zero fill.
     *
     * @param flip probability of a horizontal flip
     * @param rotate largest rotation in degrees, either way
     * @param translate largest shift as a fraction of each side, either way
     * @param interpolation how moved images are read; null where none is rotated or shifted
     * @param mode afresh each epoch, once before training, or one of a fixed number of views per image; null where nothing
     *     is changed
     * @param views number of views of each image; null where mode is not {@code views}
     * @param validation whether validation images are transformed as well, null where nothing is changed; test images never
     *     are
     * @param crop pixels of zeros put around an image, of which a part of its size is cut out at random; null for none
     * @param erase probability that a rectangle of an image becomes zero; null for none
     */
    public record Augment(
            double flip,
            double rotate,
            double translate,
            // Left out where they are null: a field without effect is no part of a job, and jobs from before the last
            // two
            // were here keep their ids.
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Interpolation interpolation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Mode mode,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer views,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean validation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer crop,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double erase) {

        /** How pixels are read; the default where it has no effect. */
        public Interpolation resampling() {
            return Objects.requireNonNullElse(interpolation, Interpolation.BILINEAR);
        }

        /** When transformations are drawn; the default where it has no effect. */
        public Mode drawing() {
            return Objects.requireNonNullElse(mode, Mode.FRESH);
        }

        /** Number of views of each image; 1 where it has no effect. */
        public int viewCount() {
            return Objects.requireNonNullElse(views, 1);
        }

        /** Whether validation images are transformed as well. */
        public boolean appliesToValidation() {
            return Objects.requireNonNullElse(validation, false);
        }

        /** Whether this leaves every image as it is. */
        public boolean changesNothing() {
            return flip == 0 && rotate == 0 && translate == 0 && crop == null && (erase == null || erase == 0);
        }
    }

    /** How a transformed pixel is read between the original ones. */
    public enum Interpolation {
        NEAREST,
        BILINEAR;

        @JsonValue
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When random transformations are drawn. */
    public enum Mode {
        FRESH,
        ONCE,
        VIEWS;

        @JsonValue
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
