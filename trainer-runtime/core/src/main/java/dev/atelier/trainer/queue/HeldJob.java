package dev.atelier.trainer.queue;

import dev.atelier.contracts.message.Traces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jboss.logging.Logger;

/**
 * One record that the broker has locked for this consumer, and its three acknowledgements. An acknowledgement counts
 * only once the broker has confirmed it; an exception of the consumer is no confirmation. Used from the consumer's
 * thread alone.
 */
final class HeldJob {
    private static final Logger LOG = Logger.getLogger(HeldJob.class);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private ConsumerRecord<byte[], byte[]> held;
    private String log = "";

    HeldJob(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> held, Duration timeout) {
        this.consumer = consumer;
        this.held = held;
        this.timeout = timeout;
    }

    /** What it holds; complete once it was renewed, since only the broker's answer names the topic by its id. */
    Delivery delivery() {
        return new Delivery(
                Optional.ofNullable(held.key()).map(key -> new String(key, StandardCharsets.UTF_8)),
                Optional.ofNullable(held.value()),
                held.topic(),
                log,
                held.offset(),
                held.deliveryCount().orElse((short) 1),
                Instant.ofEpochMilli(held.timestamp()),
                Requeue.postponements(held.headers()),
                Traces.of(held.headers()));
    }

    /** What it holds; empty where not even its headers can be read. */
    Optional<Delivery> readableDelivery() {
        try {
            return Optional.of(delivery());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "The record %s is set aside: it cannot be read", this);
            return Optional.empty();
        }
    }

    ConsumerRecord<byte[], byte[]> record() {
        return held;
    }

    /**
     * Requests the lock again. It is renewed if the broker confirms it for the partition and the next poll returns the same
     * record: the job that is already held. After anything else the consumer is not to be polled again.
     */
    void renew() throws JobLostException {
        acknowledge(AcknowledgeType.RENEW);
        held = sameRecord(held, poll());
    }

    @Override
    public String toString() {
        return held.topic() + "@" + held.offset();
    }

    /** Takes the job out of the queue for good. */
    void accept() throws JobLostException {
        acknowledge(AcknowledgeType.ACCEPT);
    }

    /** Releases the job, for the next worker. */
    void release() throws JobLostException {
        acknowledge(AcknowledgeType.RELEASE);
    }

    private void acknowledge(AcknowledgeType what) throws JobLostException {
        Map<TopicIdPartition, Optional<KafkaException>> answer;
        try {
            consumer.acknowledge(held, what);
            answer = consumer.commitSync(timeout);
        } catch (RuntimeException e) {
            throw new JobLostException(what + " got no response: " + e.getMessage(), e);
        }
        log = confirm(what, held, answer).topicId().toString();
    }

    private ConsumerRecords<byte[], byte[]> poll() throws JobLostException {
        try {
            return consumer.poll(timeout);
        } catch (RuntimeException e) {
            throw new JobLostException("the renewed job was not returned: " + e.getMessage(), e);
        }
    }

    /** The partition that the broker has answered for, by the id of its topic. */
    static TopicIdPartition confirm(
            AcknowledgeType what,
            ConsumerRecord<byte[], byte[]> held,
            Map<TopicIdPartition, Optional<KafkaException>> answer)
            throws JobLostException {
        var ofPartition = answer.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(held.topic())
                        && entry.getKey().partition() == held.partition())
                .findFirst()
                .orElseThrow(() -> new JobLostException(what + " was answered for other partitions: " + answer, null));
        Optional<KafkaException> refusal = ofPartition.getValue();
        if (refusal.isPresent()) {
            throw new JobLostException(what + " was refused: " + refusal.get().getMessage(), refusal.get());
        }
        return ofPartition.getKey();
    }

    static ConsumerRecord<byte[], byte[]> sameRecord(
            ConsumerRecord<byte[], byte[]> held, ConsumerRecords<byte[], byte[]> polled) throws JobLostException {
        if (polled.count() == 1) {
            ConsumerRecord<byte[], byte[]> only = polled.iterator().next();
            if (only.topic().equals(held.topic())
                    && only.partition() == held.partition()
                    && only.offset() == held.offset()
                    && only.deliveryCount().equals(held.deliveryCount())) {
                return only;
            }
        }
        throw new JobLostException(
                "after its renewal " + polled.count() + " records were returned instead of the job alone", null);
    }
}
