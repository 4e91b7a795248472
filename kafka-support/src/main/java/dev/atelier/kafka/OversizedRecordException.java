package dev.atelier.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * A record is small in its topic and unpacks to more than the heap of this process holds. Nothing is known of it but its
 * place. Readers of the topic continue with the next record.
 */
public final class OversizedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TopicPartition partition;
    private final long offset;
    private final long next;

    OversizedRecordException(TopicPartition partition, long offset, long next, OutOfMemoryError cause) {
        super(
                (next == offset + 1
                                ? "the record at offset " + offset
                                : "the records at offsets " + offset + " to " + (next - 1))
                        + " of " + partition + " " + OversizedRecords.REASON,
                cause);
        this.partition = partition;
        this.offset = offset;
        this.next = next;
    }

    public TopicPartition partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Where reading continues: behind the record, or behind all of a long row of such records. */
    public long next() {
        return next;
    }
}
