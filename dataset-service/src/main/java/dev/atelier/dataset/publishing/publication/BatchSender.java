package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends the batches of a split, one after the other, and knows their offsets. A transaction ends after so many bytes and
 * the next begins.
 */
final class BatchSender {
    /** A slow broker takes these well within the limit of a transaction. */
    static final long TRANSACTION_BYTES = 64 * 1024 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final String datasetKey;
    private final int partition;
    private final Duration timeout;
    private final Queue<Future<RecordMetadata>> pending = new ArrayDeque<>();
    private final List<Long> offsets = new ArrayList<>();
    private long uncommitted;

    /**
     * Begins a transaction.
     *
     * @param timeout how long the producer may take to acknowledge a batch after the last was sent
     */
    BatchSender(Producer<byte[], byte[]> producer, String datasetKey, int partition, Duration timeout) {
        this.producer = producer;
        this.datasetKey = datasetKey;
        this.partition = partition;
        this.timeout = timeout;
        producer.beginTransaction();
    }

    /**
     * Sends a batch, and waits where the producer's buffer is full.
     *
     * @throws KafkaException if it cannot be sent, or one that was sent before was not acknowledged
     */
    void send(ImageBatch batch) {
        byte[] key = ImageBatch.key(datasetKey, batch.split(), batch.number()).getBytes(StandardCharsets.UTF_8);
        byte[] value = batch.encode();
        if (uncommitted + value.length > TRANSACTION_BYTES) {
            producer.commitTransaction();
            producer.beginTransaction();
            uncommitted = 0;
        }
        uncommitted += value.length;
        pending.add(producer.send(new ProducerRecord<>(Topics.DATASET_BATCHES.topicName(), partition, key, value)));
        takeAcknowledged();
    }

    /**
     * Commits, and returns the offsets of all batches in their order.
     *
     * @throws KafkaException if one was not acknowledged
     */
    List<Long> finish() {
        try {
            for (Future<RecordMetadata> each : pending) {
                offsets.add(KafkaConnection.answer(each, timeout).offset());
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        producer.commitTransaction();
        return List.copyOf(offsets);
    }

    private void takeAcknowledged() {
        for (Future<RecordMetadata> first = pending.peek(); first != null && first.isDone(); first = pending.peek()) {
            pending.remove();
            if (first.state() != Future.State.SUCCESS) {
                throw new KafkaException("A batch was not acknowledged: " + first.exceptionNow(), first.exceptionNow());
            }
            offsets.add(first.resultNow().offset());
        }
    }
}
