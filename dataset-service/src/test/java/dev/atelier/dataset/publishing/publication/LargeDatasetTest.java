package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishes datasets that are larger than the heap of the JVM that does it. */
class LargeDatasetTest {
    private static final Logger LOG = Logger.getLogger(LargeDatasetTest.class);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static KafkaConnection kafka;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws Exception {
        kafka = new KafkaConnection(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()));
        TopicCreation.createMissing(kafka.admin());
    }

    @Test
    void seventyThousandImagesNeedNoMoreThanABatch() throws Exception {
        publish(new SyntheticImages(60_000, 10_000, 28, 28), "-Xmx48m");
    }

    @Test
    void imagesOf224By224NeedNoMoreThanABatch() throws Exception {
        publish(new SyntheticImages(2_000, 200, 224, 224), "-Xmx96m");
    }

    /** As many as EMNIST has of digits. */
    @Test
    @Tag("faults")
    void emnistsDigitsNeedNoMoreThanABatch() throws Exception {
        publish(new SyntheticImages(240_000, 40_000, 28, 28), "-Xmx48m");
    }

    private void publish(SyntheticImages images, String heap) throws Exception {
        String name = "large-" + UUID.randomUUID().toString().substring(0, 8);
        images.write(folder);
        Path output = folder.resolve("output");
        Process publisher = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublisherProcess.class.getName(),
                        Infrastructure.bootstrapServers(),
                        name,
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(publisher.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(publisher.exitValue()).as(Files.readString(output)).isZero();
            LOG.info(Files.readString(output));
        } finally {
            publisher.destroyForcibly();
        }
        DatasetManifest manifest =
                new DatasetPublisher(kafka, () -> Instant.EPOCH).published(name).orElseThrow();
        assertThat(manifest.train().images()).isEqualTo(images.train());
        assertThat(manifest.test().images()).isEqualTo(images.test());
        for (DatasetSplit split : DatasetSplit.values()) {
            assertThat(PublishedContent.read(Infrastructure.bootstrapServers(), manifest, split)
                            .sha256())
                    .isEqualTo(manifest.split(split).sha256())
                    .isEqualTo(images.sha256(split));
        }
    }
}
