package dev.atelier.dataset.coordination.log;

import dev.atelier.dataset.connection.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Writes what this service decides, each decision in one Kafka transaction: its records and its fence together or not at
 * all. After any failure it cannot be known here whether the transaction was committed; the next one first ends it, and
 * the ledger, caught up, then has it. Used from one thread.
 */
public final class TransactionalWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TransactionalWriter.class);
    private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(10);

    private final KafkaConnection kafka;
    private final String transactionalId;
    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

    /**
     * @param transactionalId of this replica alone, and the same after a restart
     */
    public TransactionalWriter(KafkaConnection kafka, String transactionalId) {
        this.kafka = kafka;
        this.transactionalId = transactionalId;
    }

    /**
     * What makes a decision void if another replica has taken over: offsets of the submissions topic, which are committed
     * with the decision and which the broker takes from the partition's present reader only.
     */
    public record Fence(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata reader) {
        public Fence {
            offsets = Map.copyOf(offsets);
        }
    }

    /** Another process writes under the same transactional id; this one must not go on. */
    public static final class SupersededException extends Exception {
        private static final long serialVersionUID = 1L;

        SupersededException(Throwable cause) {
            super("Another process has replaced this one as the writer", cause);
        }
    }

    /** Makes sure that no earlier transaction of this replica, even of an earlier process, is still open. */
    public void settle() throws SupersededException {
        try {
            producer();
        } catch (KafkaException e) {
            throw closeAfter(e);
        }
    }

    /**
     * Returns once everything is committed.
     *
     * @throws RecordTooLargeException if nothing is, because a record is larger than the broker takes
     * @throws KafkaException if it may or may not be
     */
    public void commit(List<ProducerRecord<byte[], byte[]>> records, Fence fence)
            throws SupersededException, InterruptedException {
        try {
            Producer<byte[], byte[]> transaction = producer();
            transaction.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(each -> sent.add(transaction.send(each)));
            transaction.sendOffsetsToTransaction(fence.offsets(), fence.reader());
            for (Future<RecordMetadata> each : sent) {
                KafkaConnection.answer(each, KafkaConnection.SENT_WITHIN);
            }
            transaction.commitTransaction();
        } catch (KafkaException e) {
            throw closeAfter(e);
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        producer.ifPresent(open -> open.close(Duration.ZERO));
        producer = Optional.empty();
    }

    private Producer<byte[], byte[]> producer() {
        if (producer.isEmpty()) {
            Producer<byte[], byte[]> opened = kafka.producer(Map.of(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    transactionalId,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    (int) TRANSACTION_LIMIT.toMillis(),
                    ProducerConfig.LINGER_MS_CONFIG,
                    0,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4"));
            producer = Optional.of(opened);
            opened.initTransactions();
        }
        return producer.get();
    }

    /** What to throw; the producer is not used again. */
    private KafkaException closeAfter(KafkaException failure) throws SupersededException {
        LOG.debug("A transaction failed", failure);
        close();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                throw new SupersededException(cause);
            }
            if (cause instanceof RecordTooLargeException tooLarge) {
                return tooLarge;
            }
        }
        return failure;
    }
}
