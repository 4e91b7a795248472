package dev.atelier.dataset.publishing.idx;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.check.Counted;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * Labelled images of one size in two files, which were read once and are sound. They are read again, batch by batch, by
 * {@link #forEachBatch}, so that no more than a batch of them is ever in memory.
 *
 * @param perClass images of each class
 * @param statistics of all pixels
 * @param sha256 digest of the content: all images' bytes in order, then all labels
 * @param imagesSha256 digest of the uncompressed file of the images
 * @param labelsSha256 digest of the uncompressed file of the labels
 */
public record ImageSet(
        IdxFile images,
        IdxFile labels,
        int count,
        int rows,
        int columns,
        List<Integer> perClass,
        PixelStatistics statistics,
        String sha256,
        String imagesSha256,
        String labelsSha256) {

    public ImageSet {
        perClass = List.copyOf(perClass);
    }

    /** Takes some of the images and their labels; the buffers are valid during the call only. */
    @FunctionalInterface
    public interface BatchHandler {
        void accept(ByteBuffer labels, ByteBuffer images);
    }

    /**
     * Joins images with their labels, which were read after each other.
     *
     * @param content digest of the images, then the labels
     * @param classes number of classes; labels are below it
     */
    public static ImageSet of(IdxImages images, IdxLabels labels, MessageDigest content, int classes)
            throws DatasetException {
        if (images.count() != labels.count()) {
            throw new DatasetException("%s has %s, but %s has %s; expected as many labels as images"
                    .formatted(
                            images.file().name(),
                            Counted.of(images.count(), "image"),
                            labels.file().name(),
                            Counted.of(labels.count(), "label")));
        }
        return new ImageSet(
                images.file(),
                labels.file(),
                images.count(),
                images.rows(),
                images.columns(),
                labels.perClass(classes),
                images.statistics(),
                Sha256.hex(content),
                images.sha256(),
                labels.sha256());
    }

    /** Bytes of one image. */
    public int imageSize() {
        return rows * columns;
    }

    /**
     * Reads all images again, in their order.
     *
     * @param batchSize images in each batch but the last, which has what is left
     * @throws DatasetException if a file cannot be read any more, or is not what it was; the handler may have had batches
     */
    public void forEachBatch(int batchSize, BatchHandler handler) throws DatasetException {
        try (IdxReader imageReader = IdxReader.images(images);
                IdxReader labelReader = IdxReader.labels(labels)) {
            if (imageReader.count() != count || imageReader.rows() != rows || imageReader.columns() != columns) {
                throw changed(images);
            }
            if (labelReader.count() != count) {
                throw changed(labels);
            }
            byte[] pixels = new byte[Math.min(batchSize, count) * imageSize()];
            byte[] classes = new byte[Math.min(batchSize, count)];
            for (int left = count; left > 0; left -= batchSize) {
                handler.accept(
                        ByteBuffer.wrap(classes, 0, labelReader.read(classes)),
                        ByteBuffer.wrap(pixels, 0, imageReader.read(pixels)));
            }
            expectUnchanged(images, imageReader, imagesSha256);
            expectUnchanged(labels, labelReader, labelsSha256);
        }
    }

    private static void expectUnchanged(IdxFile file, IdxReader reader, String sha256) throws DatasetException {
        if (!reader.finish().equals(sha256)) {
            throw changed(file);
        }
    }

    private static DatasetException changed(IdxFile file) {
        return new DatasetException(file.name()
                + " was changed while it was read; expected the same content until its dataset is published");
    }
}
