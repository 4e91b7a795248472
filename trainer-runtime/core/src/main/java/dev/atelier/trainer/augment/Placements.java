package dev.atelier.trainer.augment;

/** How each image of a pass is placed. */
public interface Placements {
    /** Leaves every image as it is. */
    Placements NONE = always(Placement.IDENTITY);

    /** Shows every image's mirror image. */
    Placements MIRROR = always(new Placement(true, 0, 0, 0));

    /**
     * How an epoch places an image.
     *
     * @param epoch from 1
     * @param image its number within the dataset
     */
    Placement at(int epoch, int image);

    /** Whether an image looks the same in every epoch, so that it need be drawn only once. */
    boolean isFixed();

    private static Placements always(Placement placement) {
        return new Placements() {
            @Override
            public Placement at(int epoch, int image) {
                return placement;
            }

            @Override
            public boolean isFixed() {
                return true;
            }
        };
    }
}
