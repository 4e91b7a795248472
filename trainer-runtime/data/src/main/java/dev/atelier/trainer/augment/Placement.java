package dev.atelier.trainer.augment;

/**
 * How one image is moved: mirrored left to right, then turned about its centre, then shifted by whole pixels, what leaves
 * the frame being lost; then a part of it may be wiped out. Directions and centre are torchvision's.
 *
 * @param flip whether left and right change places
 * @param degrees counter-clockwise as one sees it
 * @param right pixels to the right; negative to the left
 * @param down pixels down; negative up
 * @param erased the part that becomes zero in the end
 */
public record Placement(boolean flip, double degrees, int right, int down, Patch erased) {
    /** Leaves an image as it is. */
    public static final Placement IDENTITY = new Placement(false, 0, 0, 0);

    /** Wipes nothing out. */
    public Placement(boolean flip, double degrees, int right, int down) {
        this(flip, degrees, right, down, Patch.NONE);
    }
}
