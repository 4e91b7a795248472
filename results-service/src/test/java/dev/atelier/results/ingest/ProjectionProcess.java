package dev.atelier.results.ingest;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A projection in a JVM of its own, to be killed or halted. */
final class ProjectionProcess {
    private ProjectionProcess() {}

    static Process start(String database, String bootstrapServers, String topic) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProjectionProcess.class.getName(),
                        database,
                        bootstrapServers,
                        topic))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) {
        TestDatabase database = new TestDatabase(arguments[0]);
        new ProjectionLoop(
                        database.source(),
                        new LogSettings(Broker.at(arguments[1]), arguments[2], 3, Duration.ofSeconds(30)),
                        database::migrate,
                        ProjectionLoopTest.NOBODY,
                        System::nanoTime,
                        new SimpleMeterRegistry())
                .start();
    }
}
