package dev.atelier.trainer.augment;

/**
 * How one image is moved: mirrored left to right, then turned about its centre, then shifted by whole pixels, what leaves
 * the frame being lost. Directions and centre are torchvision's.
 *
 * @param flip whether left and right change places
 * @param degrees counter-clockwise as one sees it
 * @param right pixels to the right; negative to the left
 * @param down pixels down; negative up
 */
public record Placement(boolean flip, double degrees, int right, int down) {
    /** Leaves an image as it is. */
    public static final Placement IDENTITY = new Placement(false, 0, 0, 0);
}
