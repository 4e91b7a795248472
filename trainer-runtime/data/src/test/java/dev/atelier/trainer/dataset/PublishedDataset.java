package dev.atelier.trainer.dataset;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.testsupport.TestClients;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts random images into a topic as the dataset service does, batch by batch, so that a test can also do it wrong. */
public final class PublishedDataset implements AutoCloseable {
    static final int CLASSES = 10;

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final String name;
    private final Images train;
    private final Images test;
    private final String digest;

    public PublishedDataset(String bootstrapServers, String topic, String name, ImageShape shape, int train, int test) {
        this.producer =
                TestClients.textKeyProducer(bootstrapServers, Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 << 20));
        this.topic = topic;
        this.name = name;
        this.train = images(shape, train, 1);
        this.test = images(shape, test, 2);
        this.digest = DatasetManifest.digest(shape, classes(), sha256(this.train), sha256(this.test));
    }

    Images train() {
        return train;
    }

    Images test() {
        return test;
    }

    String digest() {
        return digest;
    }

    String key() {
        return DatasetManifest.key(name, DatasetManifest.version(digest));
    }

    /** Sends every batch in order. */
    public DatasetManifest send() {
        return manifest(send(DatasetSplit.TRAIN), send(DatasetSplit.TEST));
    }

    List<Long> send(DatasetSplit split) {
        List<Long> offsets = new ArrayList<>();
        Images images = split == DatasetSplit.TRAIN ? train : test;
        for (int number = 0; number < Math.ceilDiv(images.size(), ImageBatch.capacity(images.shape())); number++) {
            offsets.add(send(batch(split, number)));
        }
        return offsets;
    }

    long send(ImageBatch batch) {
        return send(batch.encode());
    }

    long send(byte[] value) {
        return send(new ProducerRecord<>(topic, 0, "batch", value));
    }

    void announce(String manifestTopic, String key, byte[] value) {
        send(new ProducerRecord<>(manifestTopic, 0, key, value));
    }

    ImageBatch batch(DatasetSplit split, int number) {
        Images images = split == DatasetSplit.TRAIN ? train : test;
        int bytes = images.shape().bytes();
        int capacity = ImageBatch.capacity(images.shape());
        int first = number * capacity;
        int size = Math.min(capacity, images.size() - first);
        return new ImageBatch(
                digest,
                split,
                number,
                images.shape(),
                ByteBuffer.wrap(images.labels()).slice(first, size),
                ByteBuffer.wrap(images.pixels()).slice(first * bytes, size * bytes));
    }

    DatasetManifest manifest(List<Long> trainOffsets, List<Long> testOffsets) {
        return new DatasetManifest(
                name,
                DatasetManifest.version(digest),
                digest,
                "random",
                classes(),
                train.shape(),
                List.of(0.5),
                List.of(0.25),
                split(train, trainOffsets),
                split(test, testOffsets),
                topic,
                0);
    }

    @Override
    public void close() {
        producer.close();
    }

    private long send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SplitManifest split(Images images, List<Long> offsets) {
        List<Integer> perClass = IntStream.range(0, CLASSES)
                .mapToObj(label -> (int) IntStream.range(0, images.size())
                        .filter(image -> images.label(image) == label)
                        .count())
                .toList();
        return new SplitManifest(images.size(), perClass, sha256(images), offsets);
    }

    private static String sha256(Images images) {
        return Sha256.of(ByteBuffer.allocate(images.pixels().length + images.labels().length)
                .put(images.pixels())
                .put(images.labels())
                .array());
    }

    private static List<String> classes() {
        return IntStream.range(0, CLASSES).mapToObj(label -> "class " + label).toList();
    }

    private static Images images(ImageShape shape, int count, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[count * shape.bytes()];
        random.nextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(CLASSES);
        }
        return new Images(shape, pixels, labels);
    }
}
