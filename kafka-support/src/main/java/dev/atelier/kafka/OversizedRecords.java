package dev.atelier.kafka;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Distinguishes records that unpack to more than the heap holds from a heap that is full for a moment. Some kilobytes in
 * a topic can be gigabytes once they are unpacked; Kafka has no limit for that, and its client unpacks a record before
 * anybody sees it.
 */
public final class OversizedRecords {
    /** Why such a record is set aside, after what names it. */
    public static final String REASON = "decompresses to more than the memory of its reader";

    private static final int ATTEMPTS = 3;
    private static final int LONGEST_STEP = 1_024;
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private OversizedRecords() {}

    /**
     * A record that cannot be unpacked here.
     *
     * @param error with which the attempt ended
     */
    public record Found(long offset, OutOfMemoryError error) {}

    /**
     * The next record of a partition where it cannot be unpacked here, also when it is read alone and again.
     *
     * @param followsAnother whether the position is directly behind another such record: one attempt is enough then, since
     *     the rest of a batch cannot be unpacked without it
     * @throws OutOfMemoryError if the heap has no room for a record of usual size either
     */
    public static Optional<Found> next(Broker broker, TopicPartition partition, long position, boolean followsAnother) {
        Optional<Found> found = read(broker, partition, position);
        for (int attempt = 1; attempt < (followsAnother ? 1 : ATTEMPTS) && found.isPresent(); attempt++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            found = read(broker, partition, position);
        }
        found.ifPresent(oversized -> requireRoom(oversized.error()));
        return found;
    }

    /**
     * The first position behind an unreadable one that can be read: the end of a batch, usually. It is looked for in steps
     * that double up to {@value #LONGEST_STEP}.
     *
     * @param end of the partition
     */
    static long firstReadable(Broker broker, TopicPartition partition, long unreadable, long end) {
        long last = unreadable;
        long step = 1;
        while (last + step < end && read(broker, partition, last + step).isPresent()) {
            last += step;
            step = Math.min(2 * step, LONGEST_STEP);
        }
        long first = Math.min(last + step, end);
        while (first - last > 1) {
            long middle = last + (first - last) / 2;
            if (read(broker, partition, middle).isPresent()) {
                last = middle;
            } else {
                first = middle;
            }
        }
        return first;
    }

    /** One batch is fetched at a time, so that the position passes markers and aborted records in front of the record. */
    private static Optional<Found> read(Broker broker, TopicPartition partition, long position) {
        Consumer<byte[], byte[]> alone = KafkaClients.reader(
                broker,
                Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1));
        try {
            alone.assign(List.of(partition));
            alone.seek(partition, position);
            long before;
            do {
                before = alone.position(partition);
            } while (alone.poll(POLL).isEmpty() && alone.position(partition) > before);
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            return Optional.of(new Found(alone.position(partition), e));
        } finally {
            alone.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private static void requireRoom(OutOfMemoryError error) {
        try {
            Reference.reachabilityFence(new byte[Topics.LARGEST_TEXT_BYTES]);
        } catch (OutOfMemoryError full) {
            error.addSuppressed(full);
            throw error;
        }
    }
}
