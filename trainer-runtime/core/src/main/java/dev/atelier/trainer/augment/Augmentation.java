package dev.atelier.trainer.augment;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Augment;
import dev.atelier.contracts.job.DataSpec.Mode;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;

/**
 * Moves images at random. What happens to an image follows from the job's seed, the purpose, the image's number and the
 * epoch or view alone: not from the order of the images, the batches they are in, or the threads at work. Where the mode
 * is {@code once}, every epoch shows the same version; where it is {@code views}, each epoch picks one of a fixed number
 * of versions for each image; where it is {@code fresh}, each epoch has a version of its own.
 *
 * <p>Every placement takes the same four random numbers, so that a wider rotation leaves flips and shifts as they were.
 */
public final class Augmentation implements Placements {
    private static final int ONLY_VIEW = 0;

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
        if (spec.views() < 1) {
            throw new IllegalArgumentException("augment.views is " + spec.views() + ", but must be at least 1");
        }
        this.spec = spec;
        this.shape = shape;
        this.seeds = seeds;
        this.purpose = purpose;
    }

    @Override
    public boolean isFixed() {
        return spec.mode() == Mode.ONCE || spec.changesNothing();
    }

    /**
     * Which version of an image an epoch shows: images of equal number and view are equal.
     *
     * @param epoch from 1
     * @param image its number within the dataset
     */
    public int view(int epoch, int image) {
        return switch (spec.mode()) {
            case FRESH -> epoch;
            case ONCE -> ONLY_VIEW;
            case VIEWS -> 1 + seeds.stream(Purpose.VIEW, epoch, image).nextInt(spec.views());
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
        return new Placement(flip, degrees, right, down);
    }

    private int pixels(RandomStream random, int side) {
        double limit = spec.translate() * side;
        return (int) Math.rint(random.nextUniform(-limit, limit));
    }

    private static void requireBetween(String field, double value, int greatest) {
        if (!(value >= 0 && value <= greatest)) {
            throw new IllegalArgumentException(field + " is " + value + ", but must be between 0 and " + greatest);
        }
    }
}
