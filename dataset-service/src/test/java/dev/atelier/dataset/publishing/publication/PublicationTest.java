package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.Topic;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.ImageSet;
import dev.atelier.dataset.publishing.idx.LabelledImages;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import dev.atelier.dataset.publishing.source.Dataset;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetDownload;
import dev.atelier.dataset.publishing.source.DatasetFile;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.localstack.testing.Infrastructure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static KafkaConnection kafka;
    private static Topic topic;

    @TempDir
    private Path folder;

    private final String name = "tiny-" + UUID.randomUUID().toString().substring(0, 8);
    private final DatasetPublisher publisher = new DatasetPublisher(kafka, () -> NOON);

    @BeforeAll
    static void connect() throws Exception {
        topic = new Topic(Infrastructure.bootstrapServers());
        kafka = new KafkaConnection(Map.of("bootstrap.servers", topic.bootstrapServers()));
        TopicCreation.createMissing(kafka.admin());
    }

    @Test
    void theManifestLeadsToTheImages() throws Exception {
        Dataset dataset = dataset(300, 1);

        DatasetManifest manifest = publisher.publish(dataset);

        List<ConsumerRecord<byte[], byte[]>> batches = topic.read(manifest.topic());
        assertThat(manifest.train().offsets()).hasSize(2);
        ImageBatch last = batches.stream()
                .filter(batch -> batch.offset() == manifest.train().offsets().getLast())
                .map(batch -> ImageBatch.decode(batch.value()))
                .findFirst()
                .orElseThrow();
        assertThat(last.split()).isEqualTo(DatasetSplit.TRAIN);
        assertThat(last.number()).isEqualTo(1);
        assertThat(last.size()).isEqualTo(300 - 256);
        byte[] images = new byte[last.images().remaining()];
        last.images().duplicate().get(images);
        assertThat(images).isEqualTo(Arrays.copyOfRange(images(300, 1).pixels(), 256 * 4, 300 * 4));
        assertThat(topic.events(DatasetPublished.class)).contains(new DatasetPublished(manifest, NOON));
    }

    @Test
    void theSameContentIsSentOnce() throws Exception {
        DatasetManifest first = publisher.publish(dataset(300, 2));
        int batches = batches();

        DatasetManifest again = new DatasetPublisher(kafka, () -> NOON.plusSeconds(1)).publish(dataset(300, 2));

        assertThat(again).isEqualTo(first);
        assertThat(batches()).isEqualTo(batches);
        assertThat(topic.events(DatasetPublished.class))
                .filteredOn(event -> event.manifest().name().equals(name))
                .hasSize(1);
    }

    @Test
    void otherContentIsAnotherVersion() throws Exception {
        DatasetManifest first = publisher.publish(dataset(10, 3));
        DatasetManifest second = publisher.publish(dataset(10, 4));

        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(publisher.published(name)).contains(second);
    }

    @Test
    void whatACrashLeavesBehindIsNobodysDataset() throws Exception {
        Dataset dataset = dataset(300, 5);
        EncodedDataset encoded = EncodedDataset.of(dataset);
        var crashing =
                kafka.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, DatasetPublisher.transactionalId(name)));
        crashing.initTransactions();
        crashing.beginTransaction();
        encoded.forEachBatch(
                DatasetSplit.TRAIN,
                batch -> crashing.send(
                        new ProducerRecord<>(Topics.DATASET_BATCHES.topicName(), 0, utf8("half"), batch.encode())));
        crashing.flush();

        DatasetManifest manifest = publisher.publish(dataset);
        crashing.close(Duration.ZERO);

        assertThat(topic.read(manifest.topic()))
                .extracting(sent -> new String(sent.key(), StandardCharsets.UTF_8))
                .doesNotContain("half")
                .contains(ImageBatch.key(manifest.key(), DatasetSplit.TRAIN, 0));
    }

    @Test
    void aManifestWithoutItsBatchesDoesNotCount() throws Exception {
        DatasetManifest sound = publisher.publish(dataset(10, 6));
        DatasetManifest.SplitManifest elsewhere = new DatasetManifest.SplitManifest(
                10, sound.train().perClass(), sound.train().sha256(), List.of(1_000_000_000L));
        DatasetManifest hollow = new DatasetManifest(
                name,
                sound.version(),
                sound.digest(),
                "",
                sound.classes(),
                sound.shape(),
                sound.mean(),
                sound.std(),
                elsewhere,
                sound.test(),
                sound.topic(),
                sound.partition());
        topic.write(Topics.DATASETS.topicName(), utf8(hollow.key()), Json.bytes(hollow), Map.of());

        DatasetManifest again = publisher.publish(dataset(10, 6));

        assertThat(again.train().offsets()).isNotEqualTo(hollow.train().offsets());
        assertThat(topic.read(again.topic()))
                .extracting(ConsumerRecord::offset)
                .containsAll(again.train().offsets());
    }

    @Test
    void whatCannotBeHadReportsWhyAndHoldsUpNothing() throws Exception {
        Catalogue catalogue = new Catalogue();
        DatasetDefinition nowhere = definition("nowhere-" + name, Optional.empty());
        DatasetDefinition sample = definition("sample-" + name, Optional.of("datasets/fashion-mnist-sample"));
        Publication publication = new Publication(
                List.of(nowhere, sample),
                new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system()),
                publisher,
                catalogue,
                PublicationTest::noPause);

        assertThat(catalogue.availableNames()).isEmpty();
        publication.attempt();

        assertThat(catalogue.availableNames()).containsExactly(sample.name());
        assertThat(catalogue.find(nowhere.name()))
                .get()
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        entry -> assertThat(entry.reason())
                                .startsWith("Dataset " + nowhere.name() + " was not found: "));
    }

    @Test
    void whatWasPublishedBeforeIsStillThereWhenItsFilesAreNot() throws Exception {
        DatasetManifest manifest = publisher.publish(dataset(10, 7));
        Catalogue catalogue = new Catalogue();

        new Publication(
                        List.of(definition(name, Optional.empty())),
                        new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system()),
                        publisher,
                        catalogue,
                        PublicationTest::noPause)
                .attempt();

        assertThat(catalogue.find(name)).contains(new Available(manifest));
    }

    @Test
    void filesThatChangeWhileTheyAreReadArePublishedNowhereAndHoldUpNoReader() throws Exception {
        ImageSet checked = images(300, 8).set(2);
        ImageSet changed = new ImageSet(
                images(300, 9).set(2).images(),
                checked.labels(),
                checked.count(),
                checked.rows(),
                checked.columns(),
                checked.perClass(),
                checked.statistics(),
                checked.sha256(),
                checked.imagesSha256(),
                checked.labelsSha256());
        Dataset dataset = new Dataset(name, List.of("a", "b"), changed, changed, "here");

        assertThatThrownBy(() -> publisher.publish(dataset))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("was changed while it was read");

        DatasetManifest other = publisher.publish(dataset(10, 10));
        assertThat(publisher.published(name)).contains(other);
        assertThat(topic.read(Topics.DATASET_BATCHES.topicName()))
                .extracting(sent -> new String(sent.key(), StandardCharsets.UTF_8))
                .filteredOn(key -> key.startsWith(name))
                .containsExactly(
                        ImageBatch.key(other.key(), DatasetSplit.TRAIN, 0),
                        ImageBatch.key(other.key(), DatasetSplit.TEST, 0));
    }

    @Test
    void aDatasetThatExhaustsTheMemoryStaysPendingAndIsTriedAgainEverLater() throws Exception {
        for (Throwable failure : List.of(new OutOfMemoryError("Java heap space"), new IllegalStateException("odd"))) {
            Catalogue catalogue = new Catalogue();
            String sample = "sample-" + UUID.randomUUID();
            List<Duration> pauses = new ArrayList<>();
            int times = failure instanceof Error ? 7 : 1;

            publication(sample, failing(failure, times), catalogue, duration -> {
                        pauses.add(duration);
                        assertThat(catalogue.find(sample))
                                .contains(new Unavailable(
                                        sample,
                                        "It cannot be read or published now, because this service failed: " + failure,
                                        true));
                    })
                    .attempt();

            assertThat(pauses)
                    .extracting(Duration::toSeconds)
                    .containsExactlyElementsOf(
                            List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L).subList(0, times));
            assertThat(catalogue.availableNames()).containsExactly(sample);
        }
    }

    @Test
    void whatWasPublishedBeforeIsUsedUntilAFailureHasPassed() throws Exception {
        DatasetManifest before = publisher.publish(dataset(10, 11));
        Catalogue catalogue = new Catalogue();
        List<Catalogue.Entry> meanwhile = new ArrayList<>();

        publication(
                        name,
                        failing(new OutOfMemoryError("Java heap space"), 2),
                        catalogue,
                        duration -> meanwhile.add(catalogue.find(name).orElseThrow()))
                .attempt();

        assertThat(meanwhile)
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry).isInstanceOfSatisfying(Available.class, available -> {
                    assertThat(available.manifest()).isEqualTo(before);
                    assertThat(available.notice()).contains("OutOfMemoryError: Java heap space");
                }));
        assertThat(catalogue.find(name)).get().isInstanceOfSatisfying(Available.class, available -> {
            assertThat(available.manifest().train().images()).isEqualTo(1800);
            assertThat(available.notice()).isEmpty();
        });
    }

    @Test
    void aBrokerThatIsAwayIsWaitedFor() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        var later = new KafkaConnection(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Catalogue catalogue = new Catalogue();
        List<Catalogue.Entry> meanwhile = new ArrayList<>();
        try {
            publication("sample-" + name, new DatasetPublisher(later, () -> NOON), catalogue, duration -> {
                        if (meanwhile.isEmpty()) {
                            start(broker, later);
                        }
                        meanwhile.add(catalogue.find("sample-" + name).orElseThrow());
                    })
                    .attempt();

            assertThat(meanwhile).first().isInstanceOfSatisfying(Unavailable.class, entry -> {
                assertThat(entry.pending()).isTrue();
                assertThat(entry.reason()).startsWith("It cannot be published now");
            });
            assertThat(catalogue.availableNames()).containsExactly("sample-" + name);
        } finally {
            broker.kill();
        }
    }

    @Test
    void replicasThatPublishAtOnceAllHaveTheDataset() throws Exception {
        List<Catalogue> catalogues = List.of(new Catalogue(), new Catalogue(), new Catalogue());
        try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> attempts = new ArrayList<>();
            for (Catalogue catalogue : catalogues) {
                Publication publication = publication("sample-" + name, publisher, catalogue, PublicationTest::noPause);
                attempts.add(replicas.submit(() -> {
                    publication.attempt();
                    return null;
                }));
            }
            for (Future<?> attempt : attempts) {
                attempt.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
        assertThat(catalogues)
                .allSatisfy(catalogue -> assertThat(catalogue.availableNames()).containsExactly("sample-" + name));
    }

    /** Fails so many times when all but the manifest has been sent. */
    private static DatasetPublisher failing(Throwable failure, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return new DatasetPublisher(kafka, () -> {
            if (left.getAndDecrement() > 0) {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
            return NOON;
        });
    }

    private static Publication publication(
            String dataset, DatasetPublisher with, Catalogue catalogue, Publication.Pause pause) {
        return new Publication(
                List.of(definition(dataset, Optional.of("datasets/fashion-mnist-sample"))),
                new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system()),
                with,
                catalogue,
                pause);
    }

    private static void noPause(Duration duration) {
        Thread.onSpinWait();
    }

    private static void start(KafkaBroker broker, KafkaConnection kafka) {
        try {
            broker.start();
            TopicCreation.createMissing(kafka.admin());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Dataset dataset(int count, long seed) throws DatasetException {
        return new Dataset(
                name,
                List.of("a", "b"),
                images(count, seed).set(2),
                images(5, seed + 100).set(2),
                "here");
    }

    private static LabelledImages images(int count, long seed) {
        byte[] pixels = new byte[count * 4];
        new Random(seed).nextBytes(pixels);
        return new LabelledImages(2, 2, pixels, new byte[count]);
    }

    private static DatasetDefinition definition(String name, Optional<String> resources) {
        Map<DatasetFile, String> files = new EnumMap<>(DatasetFile.class);
        files.put(DatasetFile.TRAIN_IMAGES, "train-images-idx3-ubyte");
        files.put(DatasetFile.TRAIN_LABELS, "train-labels-idx1-ubyte");
        files.put(DatasetFile.TEST_IMAGES, "t10k-images-idx3-ubyte");
        files.put(DatasetFile.TEST_LABELS, "t10k-labels-idx1-ubyte");
        List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        return new DatasetDefinition(
                name,
                classes,
                files,
                Map.of(),
                List.of(Path.of("target/no-such-folder")),
                resources,
                Path.of("target/no-such-cache"),
                Optional.empty(),
                Optional.empty());
    }

    private static int batches() {
        return topic.read(Topics.DATASET_BATCHES.topicName()).size();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
