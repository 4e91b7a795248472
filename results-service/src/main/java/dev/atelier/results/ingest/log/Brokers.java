package dev.atelier.results.ingest.log;

import dev.atelier.kafka.broker.Broker;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Hands out where the brokers are, from the configuration under {@code kafka.*}. */
final class Brokers {
    private Brokers() {}

    @Produces
    @Singleton
    static Broker broker(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        return Broker.of(settings);
    }
}
