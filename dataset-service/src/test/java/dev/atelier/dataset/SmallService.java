package dev.atelier.dataset;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerFollower;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.LedgerSnapshots;
import dev.atelier.dataset.coordination.submission.SubmissionService;
import dev.atelier.dataset.process.ServiceConfiguration;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.DatasetPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** All of the service that reads topics, without its pages, in a process with a small heap. */
final class SmallService {
    private SmallService() {}

    static Process start(String bootstrapServers) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallService.class.getName(),
                        bootstrapServers)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "small-service.log").toFile())
                .start();
    }

    public static void main(String[] arguments) throws InterruptedException {
        KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", arguments[0]));
        InstantSource clock = InstantSource.system();
        Ledger ledger = new Ledger();
        LedgerProgress progress = new LedgerProgress(kafka, clock);
        SubmissionService service = new SubmissionService(
                new SmallRyeConfigBuilder()
                        .withMapping(ServiceConfiguration.class)
                        .withDefaultValue("atelier.dataset-service.cache", "target")
                        .withDefaultValue("atelier.dataset-service.replica", "0")
                        .withDefaultValue("atelier.dataset-service.download-timeout", "PT30S")
                        .withDefaultValue("atelier.dataset-service.retry", "PT60S")
                        .withDefaultValue("atelier.dataset-service.reconciliation", "PT1S")
                        .withDefaultValue("atelier.dataset-service.turn-timeout", "PT3M")
                        .withDefaultValue("atelier.dataset-service.snapshot", "PT5M")
                        .withDefaultValue("atelier.dataset-service.answer-within", "PT20S")
                        .build()
                        .getConfigMapping(ServiceConfiguration.class),
                kafka,
                new Catalogue(),
                ledger,
                progress,
                new SimpleMeterRegistry(),
                clock);
        LedgerFollower follower =
                new LedgerFollower(kafka, ledger, progress, new LedgerSnapshots(kafka, ledger, clock));
        follower.start();
        untilAnswered(() -> new DatasetPublisher(kafka, clock).published("none"));
        untilAnswered(() -> progress.awaitCaughtUp(Duration.ofMinutes(2)));
        service.open();
        // Its threads alone would not keep the process.
        Thread.currentThread().join();
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    /** The broker of a busy machine may need longer than its clients wait. */
    private static void untilAnswered(Step step) throws InterruptedException {
        while (true) {
            try {
                step.take();
                return;
            } catch (KafkaException e) {
                System.out.println("again: " + e);
            }
        }
    }
}
