package dev.atelier.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The shared servers as child processes with throw-away folders. */
final class EmbeddedServers implements SharedServers.Backend {
    private final Path folder;

    EmbeddedServers(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::deleteFolder, "delete-infrastructure"));
    }

    @Override
    public String startKafka() {
        List<Integer> ports = Ports.free(2);
        KafkaBroker kafka = new KafkaBroker(folder.resolve("kafka"), ports.getFirst(), ports.getLast());
        kafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::kill, "end-kafka"));
        return kafka.bootstrapServers();
    }

    @Override
    public String startPostgres() {
        PostgresServer postgres =
                new PostgresServer(folder.resolve("postgres"), Ports.free(1).getFirst());
        postgres.start();
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::kill, "end-postgres"));
        return postgres.administratorUrl("postgres");
    }

    private void deleteFolder() {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
