package dev.atelier.dataset;

import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The service beside a broker that no other test has. */
abstract class OwnBrokerResource implements QuarkusTestResourceLifecycleManager {
    private final KafkaBroker broker;

    OwnBrokerResource(KafkaBroker broker) {
        this.broker = broker;
    }

    /** @param test names the broker's folder */
    static KafkaBroker create(String test) {
        List<Integer> ports = Ports.free(2);
        return new KafkaBroker(
                Path.of("target", test + "-" + ProcessHandle.current().pid()), ports.getFirst(), ports.getLast());
    }

    @Override
    public Map<String, String> start() {
        broker.start();
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "atelier.datasets.fashion-mnist.enabled", "false",
                "atelier.data", "target/test-data",
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        broker.stop();
    }
}
