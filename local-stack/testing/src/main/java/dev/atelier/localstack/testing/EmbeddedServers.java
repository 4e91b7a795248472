package dev.atelier.localstack.testing;

import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.Folders;
import dev.atelier.localstack.process.LogRotation;
import dev.atelier.localstack.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The shared servers as child processes with throw-away folders. */
final class EmbeddedServers implements SharedServers.Backend {
    private static final Duration LAST_LINES = Duration.ofSeconds(10);

    private final Path folder;
    private final List<Runnable> kills = new CopyOnWriteArrayList<>();

    EmbeddedServers(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-infrastructure"));
    }

    @Override
    public String startKafka() {
        List<Integer> ports = Ports.free(2);
        KafkaBroker kafka = new KafkaBroker(folder.resolve("kafka"), ports.getFirst(), ports.getLast());
        kafka.start();
        kills.add(kafka::kill);
        return kafka.bootstrapServers();
    }

    @Override
    public String startPostgres() {
        PostgresServer postgres =
                new PostgresServer(folder.resolve("postgres"), Ports.free(1).getFirst());
        postgres.start();
        kills.add(postgres::kill);
        return postgres.administratorUrl("postgres");
    }

    /** The servers first, and what writes their logs: they create files while they live. */
    private void end() {
        kills.forEach(Runnable::run);
        LogRotation.awaitEnd(folder, LAST_LINES);
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
