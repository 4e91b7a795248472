package dev.atelier.localstack.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The jars of the broker, which the build recorded; only the broker's JVM has them. */
final class BrokerClassPath {
    private static final String RESOURCE = "broker.classpath";

    private BrokerClassPath() {}

    static String find() {
        try (InputStream in = BrokerClassPath.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the broker's class path is unknown; the module local-stack must be built by Maven");
            }
            String classPath = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            Arrays.stream(classPath.split(java.io.File.pathSeparator)).forEach(BrokerClassPath::requireJar);
            return classPath;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the broker's class path", e);
        }
    }

    static List<Path> jars() {
        return Arrays.stream(find().split(java.io.File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private static void requireJar(String jar) {
        if (!Files.isRegularFile(Path.of(jar))) {
            throw new IllegalStateException("a jar of the Kafka broker is gone: " + jar + "; build local-stack again");
        }
    }
}
