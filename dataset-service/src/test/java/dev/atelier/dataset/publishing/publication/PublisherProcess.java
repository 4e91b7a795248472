package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.publishing.source.DatasetDownload;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;

/** Publishes a dataset of {@link SyntheticImages}, and prints how much of the heap that took. */
final class PublisherProcess {
    private PublisherProcess() {}

    /** @param arguments address of the broker, name of the dataset, folder of its files */
    public static void main(String[] arguments) throws Exception {
        // Nobody configures logging here: records would be queued for whoever does, and hold the batches that they
        // name.
        LogContext.getLogContext().getLogger("").setLevel(Level.WARN);
        long began = System.nanoTime();
        DatasetManifest manifest = new DatasetPublisher(
                        new KafkaConnection(Map.of("bootstrap.servers", arguments[0])), InstantSource.system())
                .publish(new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system())
                        .find(SyntheticImages.definition(arguments[1], Path.of(arguments[2]))));
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                "%s: %d images of %d x %d in %.1f s, heap at most %d of %d MiB%n",
                manifest.key(),
                manifest.train().images() + manifest.test().images(),
                manifest.shape().height(),
                manifest.shape().width(),
                (System.nanoTime() - began) / 1e9,
                peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
