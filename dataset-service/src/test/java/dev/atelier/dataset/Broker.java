package dev.atelier.dataset;

import dev.atelier.localstack.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Gives the service under test the broker that all tests of this JVM share, the sample, and beside it the dataset
 * {@code hostile}, whose files are not what they should be.
 */
public final class Broker implements QuarkusTestResourceLifecycleManager {
    private static final Path HOSTILE = Path.of("target/hostile-dataset").toAbsolutePath();

    @Override
    public Map<String, String> start() {
        try {
            Files.createDirectories(HOSTILE);
            for (String file :
                    List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
                Files.writeString(HOSTILE.resolve(file + "-ubyte"), "no images");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "atelier.datasets.hostile.classes", "a,b",
                "atelier.datasets.hostile.folder", HOSTILE.toString(),
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
