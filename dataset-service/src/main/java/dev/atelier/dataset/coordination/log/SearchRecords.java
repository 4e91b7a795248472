package dev.atelier.dataset.coordination.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads what the log holds of a search, from the beginning of the log. */
public final class SearchRecords {
    private static final String EPOCH = EpochCompleted.class.getSimpleName();

    private final KafkaConnection kafka;

    public SearchRecords(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /**
     * What the log holds of a search.
     *
     * @param events its record, in its order
     * @param epochs of its jobs, each by its number
     */
    public record Found(List<SearchEvent> events, Map<String, SortedMap<Integer, EpochCompleted>> epochs) {}

    /**
     * Reads it.
     *
     * @param jobs of the study's trials
     * @throws KafkaException if the broker does not return the log in time
     */
    public Found read(String study, Set<String> jobs) throws InterruptedException {
        Found found = new Found(new ArrayList<>(), new HashMap<>());
        Map<TopicPartition, Long> ends = ends();
        Map<TopicPartition, Long> beginnings =
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> 0L));
        try (LogScan log = new LogScan(kafka)) {
            log.read(beginnings, (records, positions) -> {
                records.forEach(record -> add(record, study, jobs, found));
                return ends.entrySet().stream()
                        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
            });
        }
        return found;
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException {
        Set<TopicPartition> partitions = new HashSet<>();
        KafkaConnection.answer(kafka.admin()
                        .describeTopics(Set.of(Topics.EVENTS.topicName()))
                        .allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return kafka.ends(partitions);
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, String study, Set<String> jobs, Found found) {
        if (record.key() == null || record.value() == null || EventCodec.isTooLarge(record)) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (key.equals(study)) {
            EventCodec.decode(record.headers(), record.value()).ifPresent(event -> {
                if (event instanceof SearchEvent entry) {
                    found.events().add(entry);
                }
            });
        } else if (jobs.contains(key)
                && EventCodec.type(record.headers()).filter(EPOCH::equals).isPresent()) {
            EventCodec.decode(EPOCH, record.value()).ifPresent(event -> {
                EpochCompleted epoch = (EpochCompleted) event;
                found.epochs().computeIfAbsent(key, job -> new TreeMap<>()).put(epoch.epoch(), epoch);
            });
        }
    }
}
