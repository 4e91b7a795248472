package dev.atelier.results.ingest.log;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** How the log is read. */
@ConfigMapping(prefix = "atelier.results")
public interface IngestConfiguration {

    /** The topic of events, where it is not the usual one. */
    Optional<String> topic();

    /** Most records of one database transaction. */
    @WithName("batch-records")
    @WithDefault("10000")
    int batchRecords();

    /** How long the broker may take to answer before it counts as away. */
    @WithName("broker-timeout")
    @WithDefault("5s")
    Duration brokerTimeout();

    /** The topic of jobs' logs, where it is not the usual one. */
    @WithName("log-topic")
    Optional<String> logTopic();

    /** Lines that are kept of a job's log; the oldest are deleted first. */
    @WithName("log-lines")
    @WithDefault("10000")
    int logLines();

    default LogSettings settings(Broker broker) {
        return new LogSettings(broker, topic().orElse(Topics.EVENTS.topicName()), batchRecords(), brokerTimeout());
    }
}
