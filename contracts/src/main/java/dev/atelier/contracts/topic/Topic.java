package dev.atelier.contracts.topic;

import java.util.Map;

/**
 * A topic.
 *
 * @param settings its configuration, by Kafka's names
 */
public record Topic(String topicName, int partitions, Map<String, String> settings) {
    public Topic {
        settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
        return topicName;
    }
}
