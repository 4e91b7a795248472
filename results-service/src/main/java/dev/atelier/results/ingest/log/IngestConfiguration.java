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

    default LogSettings settings(Broker broker) {
        return new LogSettings(broker, topic().orElse(Topics.EVENTS.topicName()), batchRecords(), brokerTimeout());
    }
}
