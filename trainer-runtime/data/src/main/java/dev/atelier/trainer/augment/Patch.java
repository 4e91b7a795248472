package dev.atelier.trainer.augment;

/**
 * A rectangle of an image.
 *
 * @param left pixels before its first column
 * @param top pixels before its first row
 */
public record Patch(int left, int top, int width, int height) {
    /** No pixel. */
    public static final Patch NONE = new Patch(0, 0, 0, 0);
}
