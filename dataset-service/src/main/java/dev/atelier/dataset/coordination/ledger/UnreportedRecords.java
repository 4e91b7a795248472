package dev.atelier.dataset.coordination.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Where there are records that an event is to report and that none reports yet: those that cannot be read, and edits. Of each
 * partition only the range is kept that they lie in, so that any number of them takes no memory. What has been reported follows
 * from the events alone: of each partition the highest reported offset, because they are reported in ascending order. An event
 * that reports a record which has not been read counts once it has been, so that it hides no record that is written later. May be
 * used from any thread.
 */
public final class UnreportedRecords {
    /** The most events that are kept which report a record that has not been read; such a record is reported again. */
    private static final int MOST_AHEAD = 10_000;

    private final Map<TopicPartition, Long> reported = new HashMap<>();
    private final Map<TopicPartition, Range> unreported = new HashMap<>();
    private final NavigableSet<Place> ahead = new TreeSet<>();
    private Map<TopicPartition, Long> positions = Map.of();
    private boolean isSettled;

    /**
     * Part of a partition.
     *
     * @param first an offset before which nothing is to be reported
     * @param last an offset after which nothing is to be reported
     */
    public record Range(long first, long last) {}

    private record Place(String topic, int partition, long offset) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::topic)
                .thenComparing(Place::partition)
                .thenComparing(Place::offset);

        static Place of(TopicPartition partition, long offset) {
            return new Place(partition.topic(), partition.partition(), offset);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Records a record that is to be reported. */
    public synchronized void recordFound(TopicPartition partition, long offset) {
        if (ahead.contains(Place.of(partition, offset))) {
            confirm(partition, offset);
        } else if (offset > reported.getOrDefault(partition, -1L)) {
            unreported.merge(
                    partition,
                    new Range(offset, offset),
                    (known, one) ->
                            new Range(Math.min(known.first(), one.first()), Math.max(known.last(), one.last())));
        }
    }

    /** Records an event that reports a record. */
    synchronized void recordReported(TopicPartition partition, long offset) {
        Range found = unreported.get(partition);
        if (offset < positions.getOrDefault(partition, 0L) || (found != null && offset <= found.last())) {
            confirm(partition, offset);
        } else if (!isSettled && ahead.size() < MOST_AHEAD) {
            ahead.add(Place.of(partition, offset));
        }
    }

    /** Records the highest reported offset of a partition, as a snapshot has it. */
    synchronized void restore(TopicPartition partition, long offset) {
        confirm(partition, offset);
    }

    /**
     * Records that all topics have been read to their ends: from now on, an event that reports a record which has not been
     * read is ignored.
     */
    public synchronized void recordSettled() {
        isSettled = true;
        ahead.clear();
    }

    /** Records how far the partitions have been read. */
    public synchronized void recordPositions(Map<TopicPartition, Long> newPositions) {
        positions = Map.copyOf(newPositions);
        if (!ahead.isEmpty()) {
            positions.forEach((partition, next) -> {
                NavigableSet<Place> read =
                        ahead.subSet(Place.of(partition, Long.MIN_VALUE), true, Place.of(partition, next), false);
                if (!read.isEmpty()) {
                    confirm(partition, read.last().offset());
                }
            });
        }
    }

    private void confirm(TopicPartition partition, long offset) {
        reported.merge(partition, offset, Math::max);
        ahead.subSet(Place.of(partition, Long.MIN_VALUE), true, Place.of(partition, offset), true)
                .clear();
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
        ahead.clear();
        positions = Map.of();
        isSettled = false;
    }
}
