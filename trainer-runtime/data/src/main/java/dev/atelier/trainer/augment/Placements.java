package dev.atelier.trainer.augment;

/** How each image of a pass is placed. */
public interface Placements {
    /** Leaves every image as it is. */
    Placements NONE = always(Placement.IDENTITY);

    /**
     * How an epoch places an image.
     *
     * @param epoch from 1
     * @param image its number within the dataset
     */
    Placement at(int epoch, int image);

    /**
     * Which version of an image an epoch shows: images of equal number and view are equal.
     *
     * @param epoch from 1
     * @param image its number within the dataset
     */
    int view(int epoch, int image);

    /** What decides, with the view, how an image is placed: of placements with equal keys, equal views are equal. */
    String key();

    /** Whether an image looks the same in every epoch, so that it need be drawn only once. */
    boolean isFixed();

    /** Places every image alike. */
    static Placements always(Placement placement) {
        return new Placements() {
            @Override
            public Placement at(int epoch, int image) {
                return placement;
            }

            @Override
            public int view(int epoch, int image) {
                return 0;
            }

            @Override
            public String key() {
                return placement.toString();
            }

            @Override
            public boolean isFixed() {
                return true;
            }
        };
    }
}
