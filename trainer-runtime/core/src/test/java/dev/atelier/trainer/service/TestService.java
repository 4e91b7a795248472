package dev.atelier.trainer.service;

import dev.atelier.localstack.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the service under test runs on: the tests' broker, a free port, a folder of its own. */
public final class TestService implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            return Map.of(
                    "kafka.bootstrap.servers",
                    Infrastructure.bootstrapServers(),
                    "atelier.data",
                    Files.createTempDirectory(Path.of("target"), "service").toString(),
                    "atelier.trainer.concurrent-jobs",
                    "2",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The broker ends with the JVM.
    }
}
