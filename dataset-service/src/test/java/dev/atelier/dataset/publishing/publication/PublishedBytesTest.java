package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.publishing.source.ConfiguredDatasets;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetDownload;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dataset that was published once keeps its version, statistics and bytes: jobs are identified by them. */
class PublishedBytesTest {

    @Test
    void theSampleKeepsItsBytes() throws Exception {
        DatasetManifest manifest = publish(ConfiguredDatasets.fashionMnistSample());

        assertThat(manifest.key()).isEqualTo("fashion-mnist-sample@b27f837d3d83");
        assertThat(manifest.mean()).containsExactly(0.2862427165310569);
        assertThat(manifest.std()).containsExactly(0.35466932024293835);
        assertThat(records(manifest, DatasetSplit.TRAIN))
                .isEqualTo("13f83b155fbb145ac384546865e79226b3f9ffb0145a8b80f36164280187b8f9");
        assertThat(records(manifest, DatasetSplit.TEST))
                .isEqualTo("4f18ef61d56b0ef107b80f496a0b61b77da7cf32b47b6cbe4c577f38e8ffd072");
    }

    @Test
    void fashionMnistKeepsItsBytes() throws Exception {
        DatasetDefinition full = ConfiguredDatasets.fashionMnist();
        assumeTrue(Files.isDirectory(full.folders().getFirst()), "dataset-fashion-mnist is not installed");

        DatasetManifest manifest = publish(full);

        assertThat(manifest.key()).isEqualTo("fashion-mnist@6138fd4052fd");
        assertThat(manifest.mean()).containsExactly(0.2860405969887955);
        assertThat(manifest.std()).containsExactly(0.3530242445149226);
        assertThat(records(manifest, DatasetSplit.TRAIN))
                .isEqualTo("011e55b2b9a2d7062ed1a8e4de1506884fa71f9acd62a4a39955fface5ca4cfe");
        assertThat(records(manifest, DatasetSplit.TEST))
                .isEqualTo("0fabae809ecd38c39d292d37906b65891a9e337946501f03b4b464dd85eab033");
    }

    private static DatasetManifest publish(DatasetDefinition definition) throws Exception {
        KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()));
        TopicCreation.createMissing(kafka.admin());
        return new DatasetPublisher(kafka, InstantSource.system())
                .publish(new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system())
                        .find(definition));
    }

    private static String records(DatasetManifest manifest, DatasetSplit split) throws Exception {
        return PublishedContent.read(Infrastructure.bootstrapServers(), manifest, split)
                .recordsSha256();
    }
}
