package dev.atelier.dataset.coordination.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a snapshot was made of: the records of these topics before these offsets. It is kept as the offsets that a consumer
 * group has committed, each with the lineage and the id of its topic.
 *
 * @param lineage with which the keys of the snapshot's entries begin
 * @param topicIds by topic
 * @param offsets of all partitions that were read
 */
record SnapshotOrigin(String lineage, Map<String, String> topicIds, Map<TopicPartition, Long> offsets) {
    /** Grows with each change of what events mean to the ledger, or of how an entry is written. */
    private static final String FORMAT = "5-";

    private static final char SEPARATOR = ' ';
    private static final TopicPartition FIRST = new TopicPartition(Topics.EVENTS.topicName(), 0);

    SnapshotOrigin {
        topicIds = Map.copyOf(topicIds);
        offsets = Map.copyOf(offsets);
    }

    static String newLineage() {
        return FORMAT + UUID.randomUUID();
    }

    /**
     * The origin that offsets were committed with; nothing where they do not name one. Offsets of other lineages are left from
     * when a topic had more partitions.
     */
    static Optional<SnapshotOrigin> parse(Map<TopicPartition, OffsetAndMetadata> committed) {
        Optional<String> lineage = Optional.ofNullable(committed.get(FIRST))
                .map(OffsetAndMetadata::metadata)
                .filter(text -> text.indexOf(SEPARATOR) >= 0)
                .map(text -> text.substring(0, text.indexOf(SEPARATOR)));
        return lineage.map(name -> {
            Map<String, String> topicIds = new HashMap<>();
            Map<TopicPartition, Long> offsets = new HashMap<>();
            committed.forEach((partition, offset) -> {
                if (offset.metadata().startsWith(name + SEPARATOR)) {
                    topicIds.put(partition.topic(), offset.metadata().substring(name.length() + 1));
                    offsets.put(partition, offset.offset());
                }
            });
            return new SnapshotOrigin(name, topicIds, offsets);
        });
    }

    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        offsets.forEach((partition, offset) -> commit.put(
                partition,
                new OffsetAndMetadata(
                        offset, lineage + SEPARATOR + Objects.requireNonNull(topicIds.get(partition.topic())))));
        return commit;
    }

    /** Key of the entry that is written with each snapshot, so that one whose topic has lost entries is recognized. */
    String markKey() {
        return lineage + "/MARK";
    }

    /** What that entry holds: the offsets of all partitions. */
    byte[] mark() {
        Map<String, Long> sorted = new TreeMap<>();
        offsets.forEach((partition, offset) -> sorted.put(partition.toString(), offset));
        return sorted.toString().getBytes(UTF_8);
    }

    /** Whether it was made, by a version with the same format, of topics with these ids. */
    boolean isOf(Map<String, String> ids) {
        return lineage.startsWith(FORMAT)
                && topicIds.entrySet().stream()
                        .allMatch(topic -> topic.getValue().equals(ids.get(topic.getKey())));
    }

    /** Whether it holds nothing that lies behind these offsets. */
    boolean isWithin(Map<TopicPartition, Long> ends) {
        return offsets.entrySet().stream()
                .allMatch(offset -> offset.getValue() <= ends.getOrDefault(offset.getKey(), 0L));
    }
}
