package dev.atelier.results.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads what was written into a topic of a real broker. */
class DatasetImagesTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

    private final BatchReader reader = new BatchReader(Broker.at(Infrastructure.bootstrapServers()));
    private final DatasetImages images = new DatasetImages(reader);

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void anImageIsFoundByItsPlaceInTheSplit() throws Exception {
        String topic = Infrastructure.newTopic("images", 1);
        long first = write(topic, batch(0, 256, 1));
        long second = write(topic, batch(1, 2, 7));
        DatasetManifest dataset = manifest(topic, List.of(first, second));

        DatasetImage picture = images.find(dataset, DatasetSplit.TEST, 257).orElseThrow();

        assertThat(picture.label()).isEqualTo(8);
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(picture.png()));
        assertThat(png.getWidth()).isEqualTo(3);
        assertThat(png.getHeight()).isEqualTo(2);
        // The second image of the batch holds 6, 7, 8 above 9, 10, 11, each times 20.
        assertThat(png.getRGB(0, 0) & 0xffffff).isEqualTo(0x787878);
        assertThat(png.getRGB(2, 1) & 0xffffff).isEqualTo(0xdcdcdc);
        assertThat(picture.dataUri()).startsWith("data:image/png;base64,");
        assertThat(images.find(dataset, DatasetSplit.TEST, 0).orElseThrow().label())
                .isEqualTo(1);
    }

    @Test
    void aLargeImageIsFoundInItsSmallerBatch() throws Exception {
        String topic = Infrastructure.newTopic("images", 1);
        ImageShape large = new ImageShape(1, 512, 512);
        byte[] gray = new byte[large.bytes()];
        Arrays.fill(gray, (byte) 0x33);
        long offset = write(
                topic,
                new ImageBatch(
                        DIGEST, DatasetSplit.TEST, 8, large, ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(gray)));
        DatasetManifest dataset = manifest(topic, large, Collections.nCopies(9, offset));

        DatasetImage picture = images.find(dataset, DatasetSplit.TEST, 8 * 31).orElseThrow();

        assertThat(ImageIO.read(new ByteArrayInputStream(picture.png())).getRGB(0, 0) & 0xffffff)
                .isEqualTo(0x333333);
    }

    @Test
    void theFirstImagesOfEachClassAreFoundAcrossBatches() throws Exception {
        String topic = Infrastructure.newTopic("images", 1);
        long first = write(topic, batch(0, 256, 1));
        long second = write(topic, batch(1, 2, 0));

        List<List<DatasetImage>> byClass = images.first(manifest(topic, List.of(first, second)), DatasetSplit.TEST, 3);

        assertThat(byClass.getFirst()).extracting(DatasetImage::label).containsExactly(0);
        assertThat(byClass.getLast()).extracting(DatasetImage::label).containsExactly(1, 1, 1);
    }

    @Test
    void beyondTheSplitThereIsNone() {
        DatasetManifest dataset = manifest("nowhere", List.of(0L, 1L));

        assertThat(images.find(dataset, DatasetSplit.TEST, 258)).isEmpty();
        assertThat(images.find(dataset, DatasetSplit.TEST, -1)).isEmpty();
    }

    @Test
    void aBatchThatIsNotTheOneNamedIsRefused() throws Exception {
        String topic = Infrastructure.newTopic("images", 1);
        long offset = write(topic, batch(1, 2, 7));
        DatasetManifest dataset = manifest(topic, List.of(offset, offset));

        assertThatThrownBy(() -> images.find(dataset, DatasetSplit.TEST, 0))
                .isInstanceOf(ImagesAwayException.class)
                .hasMessageContaining("Batch 0 of test of small@ab")
                .hasMessageContaining("it is batch 1 of test");
    }

    private static ImageBatch batch(int number, int size, int firstLabel) {
        byte[] labels = new byte[size];
        byte[] bytes = new byte[size * SHAPE.bytes()];
        for (int image = 0; image < size; image++) {
            labels[image] = (byte) (firstLabel + image % 2);
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (20 * (i % 12));
        }
        return new ImageBatch(
                DIGEST, DatasetSplit.TEST, number, SHAPE, ByteBuffer.wrap(labels), ByteBuffer.wrap(bytes));
    }

    private static long write(String topic, ImageBatch batch)
            throws ExecutionException, InterruptedException, IOException {
        try (Producer<String, byte[]> producer = TestClients.textKeyProducer(
                Infrastructure.bootstrapServers(), Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20))) {
            return producer.send(new ProducerRecord<>(topic, 0, "key", batch.encode()))
                    .get()
                    .offset();
        }
    }

    private static DatasetManifest manifest(String topic, List<Long> offsets) {
        return manifest(topic, SHAPE, offsets);
    }

    private static DatasetManifest manifest(String topic, ImageShape shape, List<Long> offsets) {
        SplitManifest test = new SplitManifest(258, List.of(129, 129), DIGEST, offsets);
        SplitManifest train = new SplitManifest(0, List.of(), DIGEST, List.of());
        return new DatasetManifest(
                "small",
                "ab",
                DIGEST,
                "made",
                List.of("a", "b"),
                shape,
                List.of(0.5),
                List.of(0.5),
                train,
                test,
                topic,
                0);
    }
}
