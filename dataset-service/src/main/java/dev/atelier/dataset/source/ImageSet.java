package dev.atelier.dataset.source;

/**
 * Labelled images of one size, all in memory; the arrays are not copied and not to be written to.
 *
 * @param pixels {@code [count, rows, columns]}, one unsigned byte each
 * @param labels {@code [count]}, class numbers from 0
 * @param imagesSha256 digest of the uncompressed file of the images
 * @param labelsSha256 digest of the uncompressed file of the labels
 */
public record ImageSet(
        int count, int rows, int columns, byte[] pixels, byte[] labels, String imagesSha256, String labelsSha256) {

    /**
     * Joins images with their labels.
     *
     * @param classes number of classes; labels are below it
     */
    static ImageSet of(IdxReader.Images images, IdxReader.Labels labels, int classes) throws DatasetException {
        if (images.count() != labels.count()) {
            throw new DatasetException("%s has %d images, but %s has %d labels; expected as many labels as images"
                    .formatted(images.file(), images.count(), labels.file(), labels.count()));
        }
        for (int i = 0; i < labels.count(); i++) {
            int label = Byte.toUnsignedInt(labels.labels()[i]);
            if (label >= classes) {
                throw new DatasetException("%s has label %d at position %d, expected 0 to %d (%d classes)"
                        .formatted(labels.file(), label, i, classes - 1, classes));
            }
        }
        return new ImageSet(
                images.count(),
                images.rows(),
                images.columns(),
                images.pixels(),
                labels.labels(),
                images.sha256(),
                labels.sha256());
    }

    /** Bytes of one image. */
    public int imageSize() {
        return rows * columns;
    }
}
