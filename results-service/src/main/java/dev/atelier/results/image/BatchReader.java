package dev.atelier.results.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.kafka.TopicConsumer;
import dev.atelier.kafka.broker.Broker;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads single batches of datasets by the offsets that their manifests name, and keeps the latest in a small part of the
 * memory.
 */
@Singleton
final class BatchReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long NOWHERE = -1;
    private static final int PART_OF_THE_HEAP = 16;

    private static final Map<String, ?> SETTINGS = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis(),
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis());

    private final Broker broker;
    private Optional<TopicConsumer> consumer = Optional.empty();

    private final Cache<String, ImageBatch> kept = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP)
            .<String, ImageBatch>weigher(
                    (key, batch) -> batch.size() * (batch.shape().bytes() + 1))
            .executor(Runnable::run)
            .build();

    BatchReader(Broker broker) {
        this.broker = broker;
    }

    /**
     * A batch.
     *
     * @throws ImagesAwayException if the broker does not respond, or does not hold the batch that the manifest names
     */
    synchronized ImageBatch read(DatasetManifest dataset, DatasetSplit split, int number) {
        String key = dataset.digest() + "/" + split.jsonName() + "/" + number;
        ImageBatch known = kept.getIfPresent(key);
        if (known == null) {
            known = fetch(dataset, split, number);
            kept.put(key, known);
        }
        return known;
    }

    @PreDestroy
    synchronized void close() {
        consumer.ifPresent(TopicConsumer::close);
        consumer = Optional.empty();
    }

    private ImageBatch fetch(DatasetManifest dataset, DatasetSplit split, int number) {
        TopicPartition partition = new TopicPartition(dataset.topic(), dataset.partition());
        List<Long> offsets = dataset.split(split).offsets();
        long offset = number < offsets.size() ? offsets.get(number) : NOWHERE;
        try {
            byte[] value = record(partition, offset);
            ImageBatch batch = ImageBatch.decode(value);
            if (!batch.dataset().equals(dataset.digest()) || batch.split() != split || batch.number() != number) {
                throw new IllegalArgumentException("it is batch " + batch.number() + " of "
                        + batch.split().jsonName() + " of the dataset " + batch.dataset());
            }
            return batch;
        } catch (RuntimeException e) {
            // Neither the manifest nor the batch need be what they should be.
            close();
            throw new ImagesAwayException(
                    "Batch " + number + " of " + split.jsonName() + " of " + dataset.key()
                            + " cannot be read at offset " + offset + " of " + partition + ": " + e.getMessage(),
                    e);
        }
    }

    private byte[] record(TopicPartition partition, long offset) {
        TopicConsumer reader = open(partition, offset);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                if (record.offset() != offset) {
                    throw new IllegalArgumentException("the topic continues at offset " + record.offset());
                }
                return record.value();
            }
        }
        throw new KafkaException("the broker did not respond within " + TIMEOUT.toSeconds() + " s");
    }

    private TopicConsumer open(TopicPartition partition, long offset) {
        if (consumer.isPresent()) {
            consumer.get().assign(Map.of(partition, offset));
        } else {
            consumer = Optional.of(TopicConsumer.of(broker, SETTINGS, Map.of(partition, offset)));
        }
        return consumer.get();
    }
}
