package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.ImageSet;
import dev.atelier.dataset.publishing.source.Dataset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A dataset as it goes into the topics: its digest, its batches, and, once these have their offsets, its manifest. A pure
 * function of the dataset.
 *
 * @param digest identifies the content, see {@link DatasetManifest#digest}
 */
record EncodedDataset(Dataset dataset, ImageShape shape, String digest) {

    /**
     * Encodes a dataset.
     *
     * @throws DatasetException if a batch cannot hold an image of its size
     */
    static EncodedDataset of(Dataset dataset) throws DatasetException {
        ImageSet train = dataset.train();
        ImageShape shape = new ImageShape(1, train.rows(), train.columns());
        if (!ImageBatch.holds(shape)) {
            throw new DatasetException(
                    "Dataset %s has images of %d × %d; expected at most %d rows, %d columns and %d bytes an image"
                            .formatted(
                                    dataset.name(),
                                    train.rows(),
                                    train.columns(),
                                    ImageBatch.LARGEST_SIDE,
                                    ImageBatch.LARGEST_SIDE,
                                    ImageBatch.LARGEST_IMAGE_BYTES));
        }
        String digest = DatasetManifest.digest(
                shape, dataset.classes(), train.sha256(), dataset.test().sha256());
        return new EncodedDataset(dataset, shape, digest);
    }

    /** Key of the manifest. */
    String key() {
        return DatasetManifest.key(dataset.name(), DatasetManifest.version(digest));
    }

    /**
     * Reads a split and hands over its batches, in order; each is valid during the call only.
     *
     * @throws DatasetException if the dataset's files are not what they were
     */
    void forEachBatch(DatasetSplit split, Consumer<ImageBatch> consumer) throws DatasetException {
        AtomicInteger number = new AtomicInteger();
        set(split)
                .forEachBatch(
                        ImageBatch.capacity(shape),
                        (labels, images) -> consumer.accept(
                                new ImageBatch(digest, split, number.getAndIncrement(), shape, labels, images)));
    }

    /** The manifest, for batches that lie at these offsets. */
    DatasetManifest manifest(String topic, int partition, List<Long> trainOffsets, List<Long> testOffsets) {
        return new DatasetManifest(
                dataset.name(),
                DatasetManifest.version(digest),
                digest,
                dataset.origin(),
                dataset.classes(),
                shape,
                List.of(dataset.train().statistics().mean()),
                List.of(dataset.train().statistics().std()),
                split(dataset.train(), trainOffsets),
                split(dataset.test(), testOffsets),
                topic,
                partition);
    }

    private static SplitManifest split(ImageSet set, List<Long> offsets) {
        return new SplitManifest(set.count(), set.perClass(), set.sha256(), offsets);
    }

    private ImageSet set(DatasetSplit split) {
        return split == DatasetSplit.TRAIN ? dataset.train() : dataset.test();
    }
}
