package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.trainer.dataset.SplitAssembly.Place;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a dataset's batches from their topic into memory: exactly the records that the manifest names, each held against
 * it. A batch that is missing, or is not what the manifest says, ends the reading with a sentence that names it.
 */
final class DatasetReader {
    /** A gap up to this long between two batches is read through; a longer one is jumped over. */
    private static final int READ_THROUGH = 16;

    private final Map<String, Object> connection;
    private final Duration patience;

    /**
     * @param patience how long to wait for the next batch, over a broker's restart for instance
     */
    DatasetReader(Map<String, Object> connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /**
     * Reads all.
     *
     * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted meanwhile
     */
    Dataset read(DatasetManifest manifest) throws DatasetException {
        SplitAssembly train = new SplitAssembly(manifest, DatasetSplit.TRAIN);
        SplitAssembly test = new SplitAssembly(manifest, DatasetSplit.TEST);
        List<Place> places = Stream.of(train, test)
                .flatMap(SplitAssembly::places)
                .sorted(Comparator.comparingLong(Place::offset))
                .toList();
        if (!places.isEmpty()) {
            TopicPartition partition = new TopicPartition(manifest.topic(), manifest.partition());
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    DatasetConsumers.settings(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(partition));
                new Reading(consumer, partition, places).toTheEnd();
            }
        }
        return new Dataset(manifest, train.finish(), test.finish());
    }

    /** One way through the batches, in the order of their offsets. */
    private final class Reading {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final TopicPartition partition;
        private final List<Place> places;

        Reading(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, List<Place> places) {
            this.consumer = consumer;
            this.partition = partition;
            this.places = places;
        }

        void toTheEnd() throws DatasetException {
            requireAllWithinTheLog();
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
                    }
                }
                if (System.nanoTime() - lastProgress > patience.toNanos()) {
                    throw new DatasetException(name(places.get(next)) + " did not arrive within " + patience.toSeconds()
                            + " s; expected Kafka to deliver it");
                }
            }
        }

        private void requireAllWithinTheLog() throws DatasetException {
            try {
                long begin = only(consumer.beginningOffsets(List.of(partition), patience));
                long end = only(consumer.endOffsets(List.of(partition), patience));
                for (Place place : places) {
                    if (place.offset() < begin || place.offset() >= end) {
                        throw new DatasetException(name(place) + " is missing; expected it within the offsets " + begin
                                + " to " + (end - 1) + " that the topic still holds");
                    }
                }
            } catch (TimeoutException e) {
                throw new DatasetException(
                        partition + " did not answer within " + patience.toSeconds() + " s; expected it to hold "
                                + places.size() + " batches of images",
                        e);
            }
            consumer.seek(partition, places.getFirst().offset());
        }

        private void jumpTo(Place place) {
            long gap = place.offset() - consumer.position(partition, patience);
            if (gap > READ_THROUGH || gap < 0) {
                consumer.seek(partition, place.offset());
            }
        }

        private List<ConsumerRecord<byte[], byte[]>> poll(Place awaited) throws DatasetException {
            try {
                return consumer.poll(patience.dividedBy(10)).records(partition);
            } catch (OffsetOutOfRangeException e) {
                throw new DatasetException(name(awaited) + " is missing; expected the topic to hold it", e);
            }
        }

        private ImageBatch decode(Place place, ConsumerRecord<byte[], byte[]> record) throws DatasetException {
            if (record.offset() > place.offset()) {
                throw new DatasetException(name(place) + " is missing; the next record has offset " + record.offset());
            }
            try {
                return ImageBatch.decode(record.value() == null ? new byte[0] : record.value());
            } catch (IllegalArgumentException e) {
                throw new DatasetException(name(place) + " cannot be read: " + e.getMessage(), e);
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
