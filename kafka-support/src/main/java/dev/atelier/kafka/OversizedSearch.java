package dev.atelier.kafka;

import dev.atelier.kafka.broker.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Finds, of several partitions, the one whose next record unpacks to more than the heap holds. */
final class OversizedSearch {
    /** So many such records are passed one after the other; a longer row of them is passed at once. */
    private static final int LONGEST_ROW = 100;

    private final Broker broker;
    private Optional<Passed> passed = Optional.empty();

    OversizedSearch(Broker broker) {
        this.broker = broker;
    }

    /**
     * The record that was found last.
     *
     * @param next position behind it
     * @param row how many of them stand together
     */
    private record Passed(TopicPartition partition, long next, int row) {
        boolean endsAt(TopicPartition other, long position) {
            return partition.equals(other) && next == position;
        }
    }

    /** The record, if the next one of any partition is such a record. */
    Optional<OversizedRecordException> next(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        for (TopicPartition partition : suspects(positions)) {
            long position = positions.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            if (position < end) {
                Optional<OversizedRecordException> found = next(partition, position, end);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<OversizedRecordException> next(TopicPartition partition, long position, long end) {
        Optional<Passed> before = passed.filter(last -> last.endsAt(partition, position));
        int row = before.map(Passed::row).orElse(0) + 1;
        return OversizedRecords.next(broker, partition, position, before.isPresent())
                .map(found -> {
                    long next = row < LONGEST_ROW
                            ? found.offset() + 1
                            : OversizedRecords.firstReadable(broker, partition, found.offset(), end);
                    passed = Optional.of(new Passed(partition, next, row));
                    return new OversizedRecordException(partition, found.offset(), next, found.error());
                });
    }

    /** The partition first that had such a record before: the rest of its batch cannot be unpacked without it. */
    private List<TopicPartition> suspects(Map<TopicPartition, Long> positions) {
        List<TopicPartition> suspects = new ArrayList<>(positions.keySet());
        passed.map(Passed::partition).filter(suspects::remove).ifPresent(suspects::addFirst);
        return suspects;
    }
}
