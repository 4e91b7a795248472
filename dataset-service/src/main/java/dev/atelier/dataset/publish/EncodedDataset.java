package dev.atelier.dataset.publish;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.dataset.source.Dataset;
import dev.atelier.dataset.source.ImageSet;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * A dataset as it goes into the topics: its digest, its batches, and, once these have their offsets, its manifest. A pure
 * function of the dataset.
 *
 * @param digest identifies the content, see {@link DatasetManifest#digest}
 */
record EncodedDataset(Dataset dataset, ImageShape shape, String digest, String trainSha256, String testSha256) {

    static EncodedDataset of(Dataset dataset) {
        ImageShape shape =
                new ImageShape(1, dataset.train().rows(), dataset.train().columns());
        String train = sha256(dataset.train());
        String test = sha256(dataset.test());
        String digest = DatasetManifest.digest(shape, dataset.classes(), train, test);
        return new EncodedDataset(dataset, shape, digest, train, test);
    }

    /** Key of the manifest. */
    String key() {
        return DatasetManifest.key(dataset.name(), DatasetManifest.version(digest));
    }

    /** The batches of a split, in order; their images are the dataset's own, not copied. */
    List<ImageBatch> batches(DatasetSplit split) {
        ImageSet set = set(split);
        List<ImageBatch> batches = new ArrayList<>();
        for (int first = 0; first < set.count(); first += ImageBatch.IMAGES) {
            int size = Math.min(ImageBatch.IMAGES, set.count() - first);
            ByteBuffer labels = ByteBuffer.wrap(set.labels()).slice(first, size);
            ByteBuffer images = ByteBuffer.wrap(set.pixels()).slice(first * shape.bytes(), size * shape.bytes());
            batches.add(new ImageBatch(digest, split, batches.size(), shape, labels, images));
        }
        return batches;
    }

    /** The manifest, for batches that lie at these offsets. */
    DatasetManifest manifest(String topic, int partition, List<Long> trainOffsets, List<Long> testOffsets) {
        PixelStatistics statistics = PixelStatistics.of(dataset.train().pixels());
        return new DatasetManifest(
                dataset.name(),
                DatasetManifest.version(digest),
                digest,
                dataset.origin(),
                dataset.classes(),
                shape,
                List.of(statistics.mean()),
                List.of(statistics.std()),
                split(dataset.train(), trainSha256, trainOffsets),
                split(dataset.test(), testSha256, testOffsets),
                topic,
                partition);
    }

    private SplitManifest split(ImageSet set, String sha256, List<Long> offsets) {
        List<Integer> perClass =
                new ArrayList<>(Collections.nCopies(dataset.classes().size(), 0));
        for (byte label : set.labels()) {
            perClass.set(Byte.toUnsignedInt(label), perClass.get(Byte.toUnsignedInt(label)) + 1);
        }
        return new SplitManifest(set.count(), perClass, sha256, offsets);
    }

    private ImageSet set(DatasetSplit split) {
        return split == DatasetSplit.TRAIN ? dataset.train() : dataset.test();
    }

    private static String sha256(ImageSet set) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(set.pixels());
            digest.update(set.labels());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
