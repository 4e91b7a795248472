package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.message.MessageReader;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.TopicConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The manifests that stand in their topic now, of which only those count whose batches are still there to be read.
 *
 * @param byKey in the order in which they were published
 */
record PublishedManifests(Map<String, DatasetManifest> byKey) {
    private static final Logger LOG = Logger.getLogger(PublishedManifests.class);
    private static final Duration POLL = Duration.ofMillis(200);

    static PublishedManifests read(KafkaConnection kafka) {
        Map<String, DatasetManifest> manifests = new LinkedHashMap<>();
        try (TopicConsumer consumer =
                TopicConsumer.open(kafka.broker(), Set.of(Topics.DATASETS.topicName()), Map.of(), Map.of())) {
            Map<TopicPartition, Long> ends = consumer.ends();
            while (!holds(consumer.positions(), ends)) {
                poll(consumer).forEach(manifest -> fold(manifests, manifest));
            }
        }
        if (!manifests.isEmpty()) {
            try (Consumer<byte[], byte[]> batches = kafka.consumer()) {
                manifests.values().removeIf(manifest -> !hasItsBatches(batches, manifest));
            }
        }
        return new PublishedManifests(manifests);
    }

    private static boolean holds(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(TopicConsumer consumer) {
        try {
            return consumer.poll(POLL);
        } catch (OversizedRecordException e) {
            LOG.warnf("A manifest is skipped: %s", e.getMessage());
            return List.of();
        }
    }

    Optional<DatasetManifest> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The one published last under a name. */
    Optional<DatasetManifest> latest(String name) {
        return byKey.values().stream()
                .filter(manifest -> manifest.name().equals(name))
                .reduce((earlier, later) -> later);
    }

    private static void fold(Map<String, DatasetManifest> manifests, ConsumerRecord<byte[], byte[]> published) {
        String key =
                new String(Optional.ofNullable(published.key()).orElseGet(() -> new byte[0]), StandardCharsets.UTF_8);
        manifests.remove(key);
        if (published.value() == null) {
            return;
        }
        try {
            DatasetManifest manifest = MessageReader.readManifest(key, published.value());
            if (namesTheBatches(manifest)) {
                manifests.put(key, manifest);
            }
        } catch (IllegalArgumentException e) {
            // The follower of the topic logs and reports it.
            LOG.debugf("%s at offset %d is not a manifest: %s", published.topic(), published.offset(), e.getMessage());
        }
    }

    /** Of another topic or partition, which need not be there, nothing is ever read. */
    private static boolean namesTheBatches(DatasetManifest manifest) {
        return manifest.topic().equals(Topics.DATASET_BATCHES.topicName())
                && manifest.partition() >= 0
                && manifest.partition() < Topics.DATASET_BATCHES.partitions();
    }

    private static boolean hasItsBatches(Consumer<?, ?> consumer, DatasetManifest manifest) {
        TopicPartition batches = new TopicPartition(manifest.topic(), manifest.partition());
        List<Long> offsets = Stream.of(manifest.train(), manifest.test())
                .map(DatasetManifest.SplitManifest::offsets)
                .flatMap(Collection::stream)
                .toList();
        long begin = consumer.beginningOffsets(List.of(batches)).getOrDefault(batches, Long.MAX_VALUE);
        long end = consumer.endOffsets(List.of(batches)).getOrDefault(batches, 0L);
        return offsets.stream().allMatch(offset -> offset >= begin && offset < end);
    }
}
