package dev.atelier.trainer.dataset;

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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real broker, and a topic of each test's own. */
class DatasetReaderTest {
    private static final ImageShape SHAPE = new ImageShape(1, 5, 4);
    private static final Broker BROKER = Broker.at(Infrastructure.bootstrapServers());

    private String topic;
    private PublishedDataset published;

    @BeforeEach
    void publisher() {
        topic = Infrastructure.newTopic("batches", 1);
        published = new PublishedDataset(Infrastructure.bootstrapServers(), topic, "noise", SHAPE, 1000, 300);
    }

    @AfterEach
    void close() {
        published.close();
    }

    @Test
    void whatWasPublishedIsRead() throws DatasetReadException {
        DatasetManifest manifest = published.send();
        LoadedDataset dataset = read(manifest);
        assertThat(dataset.manifest()).isEqualTo(manifest);
        assertThat(dataset.train().pixels()).isEqualTo(published.train().pixels());
        assertThat(dataset.train().labels()).isEqualTo(published.train().labels());
        assertThat(dataset.test().pixels()).isEqualTo(published.test().pixels());
        assertThat(dataset.test().labels()).isEqualTo(published.test().labels());
        assertThat(dataset.bytes()).isEqualTo(1300 * (SHAPE.bytes() + 1));
    }

    @Test
    void largeImagesAreReadFromSmallerBatches() throws DatasetReadException {
        ImageShape shape = new ImageShape(1, 224, 224);
        String roomy = topic + "-roomy";
        Infrastructure.createTopics(List.of(new NewTopic(roomy, 1, (short) 1)
                .configs(Map.of("max.message.bytes", String.valueOf(8 * 1024 * 1024)))));
        try (var large = new PublishedDataset(Infrastructure.bootstrapServers(), roomy, "large", shape, 200, 3)) {
            DatasetManifest manifest = large.send();
            assertThat(manifest.train().offsets()).hasSize(2);
            assertThat(read(manifest).train().pixels()).isEqualTo(large.train().pixels());
        }
    }

    @Test
    void recordsThatTheManifestDoesNotNameArePassedBy() throws DatasetReadException {
        published.send(new byte[] {1, 2, 3});
        List<Long> train = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            train.add(published.send(published.batch(DatasetSplit.TRAIN, number)));
            for (int foreign = 0; foreign < number * 12; foreign++) {
                published.send(new byte[] {9});
            }
        }
        List<Long> test = published.send(DatasetSplit.TEST);
        published.send(new byte[] {9});
        assertThat(read(published.manifest(train, test)).train().pixels())
                .isEqualTo(published.train().pixels());
    }

    @Test
    void batchesMayLieInAnyOrder() throws DatasetReadException {
        List<Long> test = published.send(DatasetSplit.TEST);
        List<Long> train = new ArrayList<>();
        for (int number = 3; number >= 0; number--) {
            train.add(published.send(published.batch(DatasetSplit.TRAIN, number)));
        }
        Collections.reverse(train);
        LoadedDataset dataset = read(published.manifest(train, test));
        assertThat(dataset.train().pixels()).isEqualTo(published.train().pixels());
        assertThat(dataset.test().labels()).isEqualTo(published.test().labels());
    }

    @Test
    void aBatchOfAnotherDatasetIsNamed() {
        List<Long> train = published.send(DatasetSplit.TRAIN);
        ImageBatch own = published.batch(DatasetSplit.TEST, 1);
        long offset = published.send(
                new ImageBatch("ab".repeat(32), own.split(), own.number(), own.shape(), own.labels(), own.images()));
        DatasetManifest manifest =
                published.manifest(train, List.of(published.send(published.batch(DatasetSplit.TEST, 0)), offset));
        assertThatThrownBy(() -> read(manifest))
                .isInstanceOf(DatasetReadException.class)
                .hasMessage("The batch at offset " + offset + " of " + topic + "-0 is not " + published.key()
                        + "/test/1: its dataset is " + "ab".repeat(32) + "; expected " + published.digest());
    }

    @Test
    void aBatchInTheWrongPlaceIsNamed() {
        List<Long> train = published.send(DatasetSplit.TRAIN);
        Collections.swap(train, 1, 2);
        assertThatThrownBy(() -> read(published.manifest(train, published.send(DatasetSplit.TEST))))
                .hasMessageContaining(published.key() + "/train/2: its number is 1; expected 2");
    }

    @Test
    void aRecordThatIsNoBatchIsNamed() {
        List<Long> train = published.send(DatasetSplit.TRAIN);
        long offset = published.send(new byte[] {1, 2, 3});
        train.set(3, offset);
        assertThatThrownBy(() -> read(published.manifest(train, published.send(DatasetSplit.TEST))))
                .hasMessage("The batch " + published.key() + "/train/3 at offset " + offset + " of " + topic
                        + "-0 cannot be read: batch has 3 bytes; expected a header of 52");
    }

    @Test
    void anAlteredImageIsFoundByTheDigest() {
        List<Long> train = published.send(DatasetSplit.TRAIN);
        byte[] altered = published.batch(DatasetSplit.TRAIN, 2).encode();
        altered[altered.length - 1] ^= 1;
        train.set(2, published.send(altered));
        assertThatThrownBy(() -> read(published.manifest(train, published.send(DatasetSplit.TEST))))
                .hasMessageStartingWith("The images and labels of " + published.key() + "/train were altered: ");
    }

    @Test
    void anAlteredLabelIsFoundByTheCounts() {
        List<Long> train = published.send(DatasetSplit.TRAIN);
        ImageBatch own = published.batch(DatasetSplit.TRAIN, 0);
        byte[] labels = new byte[own.size()];
        own.labels().get(0, labels);
        labels[7] = (byte) 200;
        train.set(
                0,
                published.send(new ImageBatch(
                        own.dataset(), own.split(), own.number(), own.shape(), ByteBuffer.wrap(labels), own.images())));
        assertThatThrownBy(() -> read(published.manifest(train, published.send(DatasetSplit.TEST))))
                .hasMessageStartingWith("Class ")
                .hasMessageEndingWith(", as in the manifest");
    }

    @Test
    void aBatchBeyondTheEndIsMissing() {
        DatasetManifest manifest = published.manifest(List.of(0L, 1L, 2L, 4000L), List.of(4L, 5L));
        published.send();
        assertThatThrownBy(() ->
                        new DatasetReader(BROKER, Duration.ofSeconds(2)).<RuntimeException>read(manifest, () -> {}))
                .hasMessage("The batch " + published.key() + "/train/3 at offset 4000 of " + topic
                        + "-0 is missing; expected it within the offsets 0 to 5 that the topic still holds");
    }

    @Test
    void aBatchThatTheTopicNoLongerHoldsIsMissing() throws Exception {
        DatasetManifest manifest = published.send();
        try (Admin admin = TestClients.admin(BROKER.servers())) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> read(manifest))
                .hasMessageContaining("/train/0 at offset 0 of " + topic + "-0 is missing");
    }

    @Test
    void aManifestThatDoesNotAddUpIsRefused() {
        DatasetManifest manifest = published.manifest(List.of(0L, 1L, 2L), List.of(3L, 4L));
        assertThatThrownBy(() -> read(manifest))
                .hasMessage(
                        "The manifest of " + published.key() + "/train names 3 batches; expected 4 for 1000 images");
    }

    @Test
    void waitingEndsWhenTheThreadIsInterrupted() throws InterruptedException {
        DatasetManifest manifest = published.send();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reading = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                read(manifest);
            } catch (DatasetReadException | RuntimeException e) {
                thrown.set(e);
            }
        });
        reading.start();
        reading.join(Duration.ofSeconds(30));
        assertThat(thrown.get()).isInstanceOf(InterruptException.class);
    }

    @Test
    void everyBatchIsHeardOfAndCanEndTheReading() throws Exception {
        DatasetManifest manifest = published.send();
        AtomicInteger heard = new AtomicInteger();
        new DatasetReader(BROKER, Duration.ofSeconds(30)).<RuntimeException>read(manifest, heard::incrementAndGet);
        assertThat(heard).hasValue(6);
        assertThatThrownBy(() -> new DatasetReader(BROKER, Duration.ofSeconds(30)).read(manifest, () -> {
                    throw new InterruptedException("enough");
                }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNoFaultOfTheDataset() {
        DatasetManifest manifest = published.send();
        assertThatThrownBy(() -> new DatasetReader(Broker.at("localhost:1"), Duration.ofSeconds(1))
                        .<RuntimeException>read(manifest, () -> {}))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("Kafka did not respond within 1 s");
    }

    @Test
    void anEmptySplitIsRead() throws DatasetReadException {
        List<Long> train = published.send(DatasetSplit.TRAIN);
        DatasetManifest full = published.manifest(train, List.of());
        DatasetManifest manifest = new DatasetManifest(
                full.name(),
                full.version(),
                full.digest(),
                full.source(),
                full.classes(),
                full.shape(),
                full.mean(),
                full.std(),
                full.train(),
                new SplitManifest(
                        0,
                        Collections.nCopies(PublishedDataset.CLASSES, 0),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                        List.of()),
                topic,
                0);
        assertThat(read(manifest).test().size()).isZero();
    }

    private static LoadedDataset read(DatasetManifest manifest) throws DatasetReadException {
        return new DatasetReader(BROKER, Duration.ofSeconds(30)).<RuntimeException>read(manifest, () -> {});
    }
}
