package dev.atelier.dataset;

import dev.atelier.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the service under test the broker that all tests of this JVM share, and the sample for its only dataset. */
public final class Broker implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers", Infrastructure.bootstrapServers(),
                "atelier.datasets.fashion-mnist.enabled", "false",
                "atelier.data", "target/test-data",
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        // The broker ends with the JVM.
    }
}
