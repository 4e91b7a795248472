package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.message.MessageReader;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.TopicConsumer;
import dev.atelier.kafka.broker.Broker;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the topic of manifests from its beginning and knows the latest of each key. What is not a manifest is passed
 * over with a warning: the dataset service reports it, and writes the manifest again in whose place it stands. Used from
 * one thread.
 */
public final class ManifestReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ManifestReader.class.getName());

    private final TopicConsumer consumer;
    private final SequencedMap<String, DatasetManifest> manifests = new LinkedHashMap<>();

    public ManifestReader(Broker broker, String topic) {
        this.consumer =
                TopicConsumer.fromBeginning(broker, DatasetConsumers.SETTINGS, Set.of(new TopicPartition(topic, 0)));
    }

    /**
     * Looks for a manifest, for as long as {@code timeout} where it is not there yet.
     *
     * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted meanwhile
     */
    Optional<DatasetManifest> find(String key, Duration timeout) {
        return await(() -> Optional.ofNullable(manifests.get(key)), timeout);
    }

    /**
     * Looks in the same way for a dataset of this name, whatever its version; the one published last where there are
     * several.
     */
    public Optional<DatasetManifest> findNamed(String name, Duration timeout) {
        return await(
                () -> manifests.values().stream()
                        .filter(manifest -> manifest.name().equals(name))
                        .reduce((earlier, later) -> later),
                timeout);
    }

    /** Whether the topic has been read to its present end. */
    boolean isAtTheEnd(Duration timeout) {
        Map<TopicPartition, Long> ends = consumer.ends(timeout);
        Map<TopicPartition, Long> positions = consumer.positions(timeout);
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Optional<DatasetManifest> await(Supplier<Optional<DatasetManifest>> search, Duration timeout) {
        long start = System.nanoTime();
        while (true) {
            Optional<DatasetManifest> known = search.get();
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (known.isPresent() || left.isNegative()) {
                return known;
            }
            take(poll(left));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (OversizedRecordException e) {
            LOG.log(Level.WARNING, "A manifest is skipped: {0}", e.getMessage());
            return List.of();
        }
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> records) {
        int passedOver = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Optional<String> problem = take(record);
            if (problem.isPresent() && ++passedOver == 1) {
                LOG.log(
                        Level.WARNING,
                        "The record at offset {0} of {1} is not a manifest: {2}",
                        String.valueOf(record.offset()),
                        record.topic(),
                        problem.get());
            }
        }
        if (passedOver > 1) {
            LOG.log(Level.WARNING, "{0} records after it are not manifests either", passedOver - 1);
        }
    }

    /** Why the record is no manifest. */
    private Optional<String> take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return Optional.of("the key is missing");
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            manifests.remove(key);
            return Optional.empty();
        }
        try {
            manifests.putLast(key, MessageReader.readManifest(key, record.value()));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
