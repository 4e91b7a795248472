package dev.atelier.pipeline.faults;

import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TopicContent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what stands in the topics. */
final class ValidRecords {
    private static final Duration POLL = Duration.ofMillis(500);

    private ValidRecords() {}

    /** At most this many of the first records of each topic. */
    static Map<Topic, List<ConsumerRecord<byte[], byte[]>>> first(String bootstrapServers, int count) {
        Map<Topic, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
        for (Topic topic : Topics.all()) {
            all.put(topic, read(bootstrapServers, topic, count));
        }
        return all;
    }

    /** The committed records of a topic, in the order of each partition, up to where it ends now or to this many. */
    static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, Topic topic, int limit) {
        return TopicContent.read(bootstrapServers, topic.topicName(), limit);
    }
}
