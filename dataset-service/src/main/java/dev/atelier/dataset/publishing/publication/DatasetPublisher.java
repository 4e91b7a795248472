package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.connection.Records;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.source.Dataset;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Publishes a dataset unless its content is published already. Its batches are read and sent one after the other, so that
 * no more than a few of them are in memory, in transactions of at most {@link BatchSender#TRANSACTION_BYTES}; manifest
 * and event follow in one of their own, with the offsets of the batches. So whatever a crash leaves behind has no
 * manifest and is nobody's dataset, and of two publishers at once the later puts an end to the earlier.
 */
public final class DatasetPublisher {
    private static final Logger LOG = Logger.getLogger(DatasetPublisher.class);
    private static final int PARTITION = 0;
    private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(60);
    /** A producer that has not answered by then never will. */
    private static final Duration SENT_WITHIN = TRANSACTION_LIMIT.plusSeconds(2);
    /** Two of the largest batches. */
    private static final long BUFFER_BYTES = 16 * 1024 * 1024;

    private final KafkaConnection kafka;
    private final InstantSource clock;

    public DatasetPublisher(KafkaConnection kafka, InstantSource clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * Returns the manifest of the dataset's content, which stands in the topic then.
     *
     * @throws DatasetException if the dataset's files are not what they were, or hold what no batch can
     */
    public DatasetManifest publish(Dataset dataset) throws DatasetException {
        EncodedDataset encoded = EncodedDataset.of(dataset);
        Optional<DatasetManifest> published = PublishedManifests.read(kafka).find(encoded.key());
        if (published.isPresent()) {
            LOG.infof("Dataset %s is published already", encoded.key());
            return published.get();
        }
        try (Producer<byte[], byte[]> producer = kafka.producer(settings(dataset.name()))) {
            return send(producer, encoded);
        }
    }

    /** The manifest published last under a name, for a dataset whose files are no longer available. */
    public Optional<DatasetManifest> published(String name) {
        return PublishedManifests.read(kafka).latest(name);
    }

    private DatasetManifest send(Producer<byte[], byte[]> producer, EncodedDataset encoded) throws DatasetException {
        producer.initTransactions();
        try {
            return sendAll(producer, encoded);
        } catch (KafkaException e) {
            // The next publisher of the dataset ends the transaction.
            throw e;
        } catch (DatasetException | RuntimeException | Error e) {
            abort(producer, e);
            throw e;
        }
    }

    /** Readers would wait for the end of a transaction that is left open. */
    private static void abort(Producer<byte[], byte[]> producer, Throwable reason) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            reason.addSuppressed(e);
        }
    }

    private DatasetManifest sendAll(Producer<byte[], byte[]> producer, EncodedDataset encoded) throws DatasetException {
        List<Long> train = sendBatches(producer, encoded, DatasetSplit.TRAIN);
        List<Long> test = sendBatches(producer, encoded, DatasetSplit.TEST);
        DatasetManifest manifest = encoded.manifest(Topics.DATASET_BATCHES.topicName(), PARTITION, train, test);
        producer.beginTransaction();
        producer.send(Records.manifest(manifest));
        producer.send(Records.event(new DatasetPublished(manifest, clock.instant())));
        producer.commitTransaction();
        LOG.infof(
                "Dataset %s published: %d training and %s in %s",
                manifest.key(),
                manifest.train().images(),
                Counted.of(manifest.test().images(), "test image"),
                Counted.of(train.size() + test.size(), "batch"));
        return manifest;
    }

    /** The offsets of a split's batches, all of which are committed when this returns. */
    private static List<Long> sendBatches(Producer<byte[], byte[]> producer, EncodedDataset encoded, DatasetSplit split)
            throws DatasetException {
        BatchSender sender = new BatchSender(producer, encoded.key(), PARTITION, SENT_WITHIN);
        encoded.forEachBatch(split, sender::send);
        return sender.finish();
    }

    /** One for each dataset: the next publisher ends a transaction that an earlier one left open. */
    static String transactionalId(String dataset) {
        return "atelier-dataset-service-publisher-" + dataset;
    }

    private static Map<String, Object> settings(String dataset) {
        return Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                transactionalId(dataset),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                (int) TRANSACTION_LIMIT.toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TRANSACTION_LIMIT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) TRANSACTION_LIMIT.toMillis(),
                // A request that the broker refuses for a moment must not be overtaken by the next one.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES,
                ProducerConfig.BATCH_SIZE_CONFIG,
                512 * 1024);
    }
}
