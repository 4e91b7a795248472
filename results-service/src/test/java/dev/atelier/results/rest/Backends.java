package dev.atelier.results.rest;

import dev.atelier.localstack.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the service under test the broker that all tests of this JVM share, a log and a database of its own. */
public final class Backends implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers",
                Infrastructure.bootstrapServers(),
                "atelier.results.topic",
                Infrastructure.newTopic("events", 4),
                "atelier.results.log-topic",
                Infrastructure.newTopic("logs", 2),
                "quarkus.datasource.jdbc.url",
                Infrastructure.newDatabase(),
                "atelier.data",
                "target/test-data",
                // Nobody is there.
                "atelier.dataset-service.url",
                "http://localhost:1",
                // As in a container: reached from outside, and without tokens.
                "quarkus.http.host",
                "0.0.0.0");
    }

    @Override
    public void stop() {
        // They end with the JVM.
    }
}
