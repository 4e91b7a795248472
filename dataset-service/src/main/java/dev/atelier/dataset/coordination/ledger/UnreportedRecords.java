package dev.atelier.dataset.coordination.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Where there are records that an event is to report and that none reports yet: those that cannot be read, and edits. Of each
 * partition only the range is kept that they lie in, so that any number of them takes no memory. What has been reported follows from the events alone: of each
 * partition the highest reported offset, because they are reported in ascending order. May be used from any thread.
 */
public final class UnreportedRecords {
    private final Map<TopicPartition, Long> reported = new HashMap<>();
    private final Map<TopicPartition, Range> unreported = new HashMap<>();

    /**
     * Part of a partition.
     *
     * @param first an offset before which nothing is to be reported
     * @param last an offset after which nothing is to be reported
     */
    public record Range(long first, long last) {}

    /** Records a record that is to be reported. */
    public synchronized void recordFound(TopicPartition partition, long offset) {
        if (offset > reported.getOrDefault(partition, -1L)) {
            unreported.merge(
                    partition,
                    new Range(offset, offset),
                    (known, one) ->
                            new Range(Math.min(known.first(), one.first()), Math.max(known.last(), one.last())));
        }
    }

    /** Records an event that reports a record. */
    synchronized void recordReported(TopicPartition partition, long offset) {
        reported.merge(partition, offset, Math::max);
        recordExamined(partition, offset + 1);
    }

    /** The highest reported offset of a partition. */
    synchronized Optional<Long> lastReported(TopicPartition partition) {
        return Optional.ofNullable(reported.get(partition));
    }

    /** The partitions of which anything has been reported. */
    synchronized Set<TopicPartition> reportedPartitions() {
        return Set.copyOf(reported.keySet());
    }

    /** Takes note that everything before an offset is reported, needs no report, or is not there any more. */
    public synchronized void recordExamined(TopicPartition partition, long next) {
        unreported.computeIfPresent(
                partition,
                (same, known) -> next > known.last() ? null : new Range(Math.max(known.first(), next), known.last()));
    }

    /** The ranges that have something to report. */
    public synchronized Map<TopicPartition, Range> ranges() {
        return Map.copyOf(unreported);
    }

    synchronized void clear() {
        reported.clear();
        unreported.clear();
    }
}
