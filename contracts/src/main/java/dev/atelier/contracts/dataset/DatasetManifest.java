package dev.atelier.contracts.dataset;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What a dataset is and where its batches lie. A reader takes from the topic exactly the records named here and checks
 * them by count and digest, so that a foreign, missing or altered batch cannot slip in.
 *
 * @param name such as {@code fashion-mnist}
 * @param version the first 12 digits of the digest
 * @param digest SHA-256 over shape, classes and both splits' digests
 * @param source where the files came from, for people
 * @param mean per channel, of the training images scaled to [0, 1]
 * @param std standard deviation per channel
 * @param topic topic of the batches
 * @param partition partition of the batches
 */
public record DatasetManifest(
        String name,
        String version,
        String digest,
        String source,
        List<String> classes,
        ImageShape shape,
        List<Double> mean,
        List<Double> std,
        SplitManifest train,
        SplitManifest test,
        String topic,
        int partition) {

    private static final int VERSION_LENGTH = 12;

    public DatasetManifest {
        classes = List.copyOf(classes);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** The digest of a dataset's content. */
    public static String digest(ImageShape shape, List<String> classes, String trainSha256, String testSha256) {
        return Sha256.of(
                Json.bytes(Map.of("shape", shape, "classes", classes, "train", trainSha256, "test", testSha256)));
    }

    /** The version that follows from a digest. */
    public static String version(String digest) {
        return digest.substring(0, VERSION_LENGTH);
    }

    /** {@code name@version}: key of the manifest in its topic. */
    public static String key(String name, String version) {
        return name + "@" + version;
    }

    public String key() {
        return key(name, version);
    }

    public SplitManifest split(DatasetSplit split) {
        return split == DatasetSplit.TRAIN ? train : test;
    }

    /**
     * One part of a dataset.
     *
     * @param images how many
     * @param perClass how many of each class
     * @param sha256 over all images' bytes in order, then all labels
     * @param offsets of the batches' records, in order; each holds {@link ImageBatch#capacity} images, the last perhaps
     * fewer
     */
    public record SplitManifest(int images, List<Integer> perClass, String sha256, List<Long> offsets) {
        public SplitManifest {
            perClass = List.copyOf(perClass);
            offsets = List.copyOf(offsets);
        }
    }
}
