package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.LabelledImages;
import dev.atelier.dataset.publishing.idx.PixelStatistics;
import dev.atelier.dataset.publishing.source.Dataset;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedDatasetTest {
    private static final int CLASSES = 3;

    @Test
    void batchesHoldAllImagesInOrder() throws Exception {
        LabelledImages train = images(600, 1);
        EncodedDataset encoded = EncodedDataset.of(dataset(train, images(10, 2)));

        List<ImageBatch> batches = batches(encoded);

        assertThat(batches).extracting(ImageBatch::size).containsExactly(256, 256, 88);
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (ImageBatch batch : batches) {
            assertThat(batch.dataset()).isEqualTo(encoded.digest());
            byte[] images = new byte[batch.images().remaining()];
            batch.images().duplicate().get(images);
            pixels.writeBytes(images);
            byte[] classes = new byte[batch.size()];
            batch.labels().duplicate().get(classes);
            labels.writeBytes(classes);
        }
        assertThat(pixels.toByteArray()).isEqualTo(train.pixels());
        assertThat(labels.toByteArray()).isEqualTo(train.labels());
    }

    @Test
    void batchesFollowTheSizeOfAnImage() throws Exception {
        LabelledImages large = new LabelledImages(1024, 1024, new byte[10 << 20], new byte[10]);
        EncodedDataset encoded = EncodedDataset.of(dataset(large, large));

        List<ImageBatch> batches = batches(encoded);

        assertThat(batches).extracting(ImageBatch::size).containsExactly(7, 3);
        assertThat(batches).extracting(ImageBatch::number).containsExactly(0, 1);
    }

    @Test
    void anImageThatNoBatchHoldsIsRefused() throws Exception {
        LabelledImages wide = new LabelledImages(1, 70_000, new byte[70_000], new byte[1]);
        LabelledImages large = new LabelledImages(3_000, 3_000, new byte[9_000_000], new byte[1]);

        for (LabelledImages images : List.of(wide, large)) {
            Dataset dataset = dataset(images, images);
            assertThatThrownBy(() -> EncodedDataset.of(dataset))
                    .isInstanceOf(DatasetException.class)
                    .hasMessage("Dataset tiny has images of " + images.rows() + " × " + images.columns()
                            + "; expected at most 65535 rows, 65535 columns and 8388043 bytes an image");
        }
    }

    @Test
    void theDigestFollowsFromContentAndNothingElse() throws Exception {
        LabelledImages train = images(20, 1);
        LabelledImages test = images(10, 2);
        String digest = EncodedDataset.of(dataset(train, test)).digest();

        Dataset elsewhere =
                new Dataset("other-name", List.of("a", "b", "c"), train.set(CLASSES), test.set(CLASSES), "elsewhere");
        assertThat(EncodedDataset.of(elsewhere).digest()).isEqualTo(digest);
        Dataset otherClasses =
                new Dataset("tiny", List.of("a", "b", "d"), train.set(CLASSES), test.set(CLASSES), "here");
        assertThat(EncodedDataset.of(otherClasses).digest()).isNotEqualTo(digest);
        assertThat(EncodedDataset.of(dataset(images(20, 3), test)).digest()).isNotEqualTo(digest);
        assertThat(EncodedDataset.of(dataset(test, train)).digest()).isNotEqualTo(digest);
    }

    @Test
    void theManifestCountsTheImagesOfEachClass() throws Exception {
        EncodedDataset encoded = EncodedDataset.of(dataset(images(7, 1), images(3, 2)));

        DatasetManifest manifest = encoded.manifest("topic", 0, List.of(5L), List.of(6L));

        assertThat(manifest.key()).isEqualTo(encoded.key());
        assertThat(manifest.train().perClass()).containsExactly(3, 2, 2);
        assertThat(manifest.test().perClass()).containsExactly(1, 1, 1);
        assertThat(manifest.test().offsets()).containsExactly(6L);
    }

    @Test
    void statisticsAreThoseOfTheScaledPixels() throws Exception {
        byte[] pixels = new byte[10_000];
        new Random(1).nextBytes(pixels);
        double sum = 0;
        for (byte pixel : pixels) {
            sum += Byte.toUnsignedInt(pixel) / 255.0;
        }
        double mean = sum / pixels.length;
        double squares = 0;
        for (byte pixel : pixels) {
            squares += Math.pow(Byte.toUnsignedInt(pixel) / 255.0 - mean, 2);
        }

        PixelStatistics statistics =
                new LabelledImages(100, 100, pixels, new byte[1]).set(CLASSES).statistics();

        assertThat(statistics.mean()).isCloseTo(mean, within(1e-12));
        assertThat(statistics.std()).isCloseTo(Math.sqrt(squares / pixels.length), within(1e-12));
    }

    private static Dataset dataset(LabelledImages train, LabelledImages test) throws DatasetException {
        return new Dataset("tiny", List.of("a", "b", "c"), train.set(CLASSES), test.set(CLASSES), "here");
    }

    private static LabelledImages images(int count, long seed) {
        byte[] pixels = new byte[count * 6];
        new Random(seed).nextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % CLASSES);
        }
        return new LabelledImages(2, 3, pixels, labels);
    }

    private static List<ImageBatch> batches(EncodedDataset encoded) throws DatasetException {
        List<ImageBatch> batches = new ArrayList<>();
        encoded.forEachBatch(DatasetSplit.TRAIN, batch -> batches.add(ImageBatch.decode(batch.encode())));
        return batches;
    }
}
