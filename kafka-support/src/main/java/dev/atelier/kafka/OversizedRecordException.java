package dev.atelier.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * A record is small in its topic and unpacks to more than the heap of this process holds. Nothing is known of it but its
 * place. Whoever reads the topic continues with the next record.
 */
public final class OversizedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TopicPartition partition;
    private final long offset;

    OversizedRecordException(TopicPartition partition, long offset, OutOfMemoryError cause) {
        super("the record at offset " + offset + " of " + partition + " " + OversizedRecords.REASON, cause);
        this.partition = partition;
        this.offset = offset;
    }

    public TopicPartition partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }
}
