package dev.atelier.trainer.augment;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Augment;
import dev.atelier.contracts.job.DataSpec.Mode;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import org.jspecify.annotations.Nullable;

/**
 * Transforms images at random. The transformation of an image follows from the job's seed, the purpose, the image's
 * number and the epoch or view alone: not from the order of the images, the batches they are in, or the threads. Where
 * the mode is {@code once}, every epoch shows the same version; where it is {@code views}, each epoch picks one of a
 * fixed number of versions for each image; where it is {@code fresh}, each epoch has a version of its own.
 *
 * <p>Every placement takes the same four random numbers first, so that a wider rotation leaves flips and shifts as they
 * were; then two for a crop where there is one, then those of an erased patch. A crop of an image with p pixels of zeros
 * around it is a shift by up to p pixels either way. The patch is that of Zhong et al., "Random Erasing Data
 * Augmentation": its area from 2 to 33 %, its aspect from 0.3 to 3.3, evenly on the logarithm.
 */
public final class Augmentation implements Placements {
    private static final int ONLY_VIEW = 0;
    private static final int PATCH_ATTEMPTS = 10;
    private static final double SMALLEST_PATCH = 0.02;
    private static final double LARGEST_PATCH = 0.33;
    private static final double PATCH_ASPECT_LOG = StrictMath.log(1 / 0.3);

    private final Augment spec;
    private final ImageShape shape;
    private final Seeds seeds;
    private final Purpose purpose;

    /**
     * @param seeds the job's
     * @param purpose {@link Purpose#AUGMENTATION}, or {@link Purpose#VALIDATION_AUGMENTATION} for validation images
     */
    public Augmentation(Augment spec, ImageShape shape, Seeds seeds, Purpose purpose) {
        requireBetween("augment.flip", spec.flip(), 1);
        requireBetween("augment.rotate", spec.rotate(), 180);
        requireBetween("augment.translate", spec.translate(), 1);
        if (spec.viewCount() < 1) {
            throw new IllegalArgumentException("augment.views is " + spec.viewCount() + "; expected at least 1");
        }
        this.spec = spec;
        this.shape = shape;
        this.seeds = seeds;
        this.purpose = purpose;
    }

    @Override
    public boolean isFixed() {
        return spec.drawing() == Mode.ONCE || spec.changesNothing();
    }

    @Override
    public String key() {
        return "seed %d, %s: flip %s, rotate %s, translate %s, interpolation %s, crop %s, erase %s"
                .formatted(
                        seeds.seed(),
                        purpose,
                        spec.flip(),
                        spec.rotate(),
                        spec.translate(),
                        spec.resampling().jsonName(),
                        spec.crop(),
                        spec.erase());
    }

    @Override
    public int view(int epoch, int image) {
        return switch (spec.drawing()) {
            case FRESH -> epoch;
            case ONCE -> ONLY_VIEW;
            case VIEWS -> 1 + seeds.stream(Purpose.VIEW, epoch, image).nextInt(spec.viewCount());
        };
    }

    @Override
    public Placement at(int epoch, int image) {
        if (spec.changesNothing()) {
            return Placement.IDENTITY;
        }
        RandomStream random = seeds.stream(purpose, view(epoch, image), image);
        boolean flip = random.nextDouble() < spec.flip();
        double degrees = random.nextUniform(-spec.rotate(), spec.rotate());
        int right = pixels(random, shape.width());
        int down = pixels(random, shape.height());
        @Nullable Integer crop = spec.crop();
        if (crop != null) {
            right += random.nextInt(2 * crop + 1) - crop;
            down += random.nextInt(2 * crop + 1) - crop;
        }
        return new Placement(flip, degrees, right, down, patch(random));
    }

    private Patch patch(RandomStream random) {
        @Nullable Double probability = spec.erase();
        if (probability == null || random.nextDouble() >= probability) {
            return Patch.NONE;
        }
        for (int attempt = 0; attempt < PATCH_ATTEMPTS; attempt++) {
            double area = random.nextUniform(SMALLEST_PATCH, LARGEST_PATCH) * shape.height() * shape.width();
            double aspect = StrictMath.exp(random.nextUniform(-PATCH_ASPECT_LOG, PATCH_ASPECT_LOG));
            int height = (int) Math.rint(StrictMath.sqrt(area * aspect));
            int width = (int) Math.rint(StrictMath.sqrt(area / aspect));
            if (height < shape.height() && width < shape.width()) {
                int top = random.nextInt(shape.height() - height + 1);
                int left = random.nextInt(shape.width() - width + 1);
                return new Patch(left, top, width, height);
            }
        }
        return Patch.NONE;
    }

    private int pixels(RandomStream random, int side) {
        double limit = spec.translate() * side;
        return (int) Math.rint(random.nextUniform(-limit, limit));
    }

    private static void requireBetween(String field, double value, int greatest) {
        if (!(value >= 0 && value <= greatest)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; expected a number between 0 and " + greatest);
        }
    }
}
