package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * A record of a topic other than the events cannot be read and is ignored by everybody. It is recorded once, however many
 * services and replicas read the topic.
 *
 * @param topic the record's topic
 * @param recordKey the record's key as text, with anything unprintable replaced, at most {@value #SHOWN_LENGTH} characters;
 *     empty where it had none
 * @param reason why it cannot be read, as a sentence that names the field, the value and what would be right
 * @param excerpt the beginning of its value, cut in the same way
 */
public record RecordSetAside(
        String topic, int partition, long offset, String recordKey, String reason, String excerpt, Instant time)
        implements Event {
    /** Characters of a foreign record that are shown. */
    public static final int SHOWN_LENGTH = 200;

    @Override
    public String id() {
        return key() + "-" + offset;
    }

    /** Events about one partition are read in the order of its records. */
    @Override
    public String key() {
        return topic + "-" + partition;
    }
}
