package dev.atelier.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a {@link TopicReader} does with the records of its topics. Called by the reader's thread alone. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Applies one record, whose key and value may each be null. Whatever this throws sets the record aside. A record can
     * be applied more than once.
     */
    void apply(ConsumerRecord<byte[], byte[]> record);

    /**
     * Records a record that {@link #apply} refused; reading continues with the next one. What this throws is logged
     * and ignored. A record that could not even be unpacked has neither key nor value.
     *
     * @param reason what {@link #apply}, or unpacking, threw
     */
    default void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {}

    /** Records the positions before which every record has been applied or set aside. */
    default void onPositions(Map<TopicPartition, Long> positions) {}

    /** Forgets all records: the topics are other ones than those that were read, and are read from their beginning. */
    default void reset() {}
}
