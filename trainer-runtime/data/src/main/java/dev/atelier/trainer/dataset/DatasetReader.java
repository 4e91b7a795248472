package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.TopicConsumer;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.dataset.SplitAssembly.Place;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a dataset's batches from their topic into memory: exactly the records that the manifest names, each held against
 * it. A batch that is missing, or does not match the manifest, ends the reading with a sentence that names it.
 */
public final class DatasetReader {
    /** A gap up to this long between two batches is read through; a longer one is jumped over. */
    private static final int READ_THROUGH = 16;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Broker broker;
    private final Duration timeout;

    /**
     * @param timeout how long to wait for the next batch, over a broker's restart for instance
     */
    public DatasetReader(Broker broker, Duration timeout) {
        this.broker = broker;
        this.timeout = timeout;
    }

    /**
     * Bytes that a dataset takes in memory once it is read.
     *
     * @throws DatasetReadException if the manifest contradicts itself
     */
    static long bytes(DatasetManifest manifest) throws DatasetReadException {
        long train = SplitAssembly.bytes(manifest, DatasetSplit.TRAIN);
        long test = SplitAssembly.bytes(manifest, DatasetSplit.TEST);
        return train + Math.min(test, Long.MAX_VALUE - train);
    }

    /**
     * Reads all.
     *
     * @param progress is called for every batch
     * @throws DatasetException if what the topic holds does not match the manifest
     * @throws org.apache.kafka.common.KafkaException if the brokers do not deliver it, or the thread is interrupted
     */
    public <X extends Exception> LoadedDataset read(DatasetManifest manifest, LoadProgress<X> progress)
            throws DatasetReadException, X {
        SplitAssembly train = new SplitAssembly(manifest, DatasetSplit.TRAIN);
        SplitAssembly test = new SplitAssembly(manifest, DatasetSplit.TEST);
        List<Place> places = Stream.of(train, test)
                .flatMap(SplitAssembly::places)
                .sorted(Comparator.comparingLong(Place::offset))
                .toList();
        if (!places.isEmpty()) {
            TopicPartition partition = new TopicPartition(manifest.topic(), manifest.partition());
            try (TopicConsumer consumer = TopicConsumer.of(
                    broker,
                    DatasetConsumers.SETTINGS,
                    Map.of(partition, places.getFirst().offset()))) {
                new Reading(consumer, partition, places).readAll(progress);
            }
        }
        return new LoadedDataset(manifest, train.finish(), test.finish());
    }

    /** One way through the batches, in the order of their offsets. */
    private final class Reading {
        private final TopicConsumer consumer;
        private final TopicPartition partition;
        private final List<Place> places;

        Reading(TopicConsumer consumer, TopicPartition partition, List<Place> places) {
            this.consumer = consumer;
            this.partition = partition;
            this.places = places;
        }

        <X extends Exception> void readAll(LoadProgress<X> progress) throws DatasetReadException, X {
            int next = 0;
            long lastProgress = System.nanoTime();
            while (next < places.size()) {
                jumpTo(places.get(next));
                List<ConsumerRecord<byte[], byte[]>> records = poll(places.get(next));
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (next < places.size()
                            && record.offset() >= places.get(next).offset()) {
                        Place place = places.get(next++);
                        place.assembly().add(place, decode(place, record));
                        lastProgress = System.nanoTime();
                        progress.onBatch();
                    }
                }
                if (records.isEmpty()) {
                    requireWithinTheLog(places.get(next), System.nanoTime() - lastProgress > timeout.toNanos());
                }
            }
        }

        /**
         * Looks why a record does not come. What lies before the beginning will never come; what lies after the end may
         * yet, from a broker that has just started, until the timeout is over.
         */
        private void requireWithinTheLog(Place place, boolean isLate) throws DatasetReadException {
            try {
                long begin = only(consumer.beginnings(timeout));
                long end = only(consumer.ends(timeout));
                if (place.offset() < begin || (place.offset() >= end && isLate)) {
                    throw new DatasetReadException(name(place) + " is missing; expected it within the offsets " + begin
                            + " to " + (end - 1) + " that the topic still holds");
                }
            } catch (TimeoutException e) {
                throw new TimeoutException(
                        name(place) + " cannot be read: Kafka did not respond within " + timeout.toSeconds() + " s", e);
            }
            if (isLate) {
                throw new TimeoutException(name(place) + " did not arrive within " + timeout.toSeconds()
                        + " s; expected Kafka to deliver it");
            }
        }

        private void jumpTo(Place place) {
            long gap = place.offset() - only(consumer.positions(timeout));
            if (gap > READ_THROUGH || gap < 0) {
                consumer.seek(Map.of(partition, place.offset()));
            }
        }

        private List<ConsumerRecord<byte[], byte[]>> poll(Place place) throws DatasetReadException {
            try {
                return consumer.poll(POLL);
            } catch (OversizedRecordException e) {
                if (e.offset() >= place.offset()) {
                    throw new DatasetReadException(name(place) + " cannot be read: " + e.getMessage(), e);
                }
                // It lies in a gap, and belongs to nobody's dataset.
                consumer.seek(Map.of(partition, place.offset()));
                return List.of();
            } catch (OffsetOutOfRangeException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
                return List.of();
            }
        }

        private ImageBatch decode(Place place, ConsumerRecord<byte[], byte[]> record) throws DatasetReadException {
            if (record.offset() > place.offset()) {
                throw new DatasetReadException(
                        name(place) + " is missing; the next record has offset " + record.offset());
            }
            try {
                return ImageBatch.decode(record.value() == null ? new byte[0] : record.value());
            } catch (IllegalArgumentException e) {
                throw new DatasetReadException(name(place) + " cannot be read: " + e.getMessage(), e);
            }
        }

        private String name(Place place) {
            return "The batch " + place.key() + " at offset " + place.offset() + " of " + partition;
        }

        private static long only(Map<TopicPartition, Long> offsets) {
            return offsets.values().iterator().next();
        }
    }
}
