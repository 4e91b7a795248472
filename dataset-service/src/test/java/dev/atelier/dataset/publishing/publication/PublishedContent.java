package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.testsupport.TestClients;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a reader of the topics finds of a split by its manifest.
 *
 * @param sizes images in each batch
 * @param sha256 over all images in their order, then all labels
 * @param recordsSha256 over the values of the records in their order
 */
record PublishedContent(List<Integer> sizes, String sha256, String recordsSha256) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    static PublishedContent read(String bootstrapServers, DatasetManifest manifest, DatasetSplit split)
            throws Exception {
        List<Long> offsets = manifest.split(split).offsets();
        List<Integer> sizes = new ArrayList<>();
        MessageDigest content = Sha256.create();
        MessageDigest records = Sha256.create();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        try (var consumer = TestClients.consumer(bootstrapServers)) {
            TopicPartition partition = new TopicPartition(manifest.topic(), manifest.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, offsets.getFirst());
            long start = System.nanoTime();
            while (sizes.size() < offsets.size()) {
                if (System.nanoTime() - start > LIMIT.toNanos()) {
                    throw new AssertionError(
                            sizes.size() + " batches within " + LIMIT + ", expected " + offsets.size());
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (sizes.size() == offsets.size() || record.offset() != offsets.get(sizes.size())) {
                        continue;
                    }
                    ImageBatch batch = ImageBatch.decode(record.value());
                    requireEqual(
                            ImageBatch.key(manifest.key(), split, sizes.size()),
                            new String(record.key(), StandardCharsets.UTF_8));
                    requireEqual(manifest.digest(), batch.dataset());
                    records.update(record.value());
                    content.update(batch.images().duplicate());
                    byte[] classes = new byte[batch.size()];
                    batch.labels().duplicate().get(classes);
                    labels.writeBytes(classes);
                    sizes.add(batch.size());
                }
            }
        }
        content.update(labels.toByteArray());
        return new PublishedContent(sizes, Sha256.hex(content), Sha256.hex(records));
    }

    private static void requireEqual(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(actual + ", expected " + expected);
        }
    }
}
