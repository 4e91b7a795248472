package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.Topic;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nothing that anybody writes into the topic of the manifests keeps a dataset from being found or published. */
class PublishedManifestsTest {
    private final Topic topic = new Topic(Infrastructure.bootstrapServers());
    private final String name = "m-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void whatIsNoManifestIsPassedBy() throws Exception {
        KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", topic.bootstrapServers()));
        TopicCreation.createMissing(kafka.admin());
        DatasetManifest empty = manifest("1", Topics.DATASET_BATCHES.topicName());
        write(empty.key(), Json.bytes(empty));
        write(name + "@2", "null".getBytes(StandardCharsets.UTF_8));
        write(name + "@3", "{}".getBytes(StandardCharsets.UTF_8));
        write(name + "@4", Json.bytes(((ObjectNode) Json.tree(manifest("4", "x"))).putNull("train")));
        write(name + "@5", Json.bytes(manifest("5", "there is no such topic")));
        write(name + "@6", Json.bytes(((ObjectNode) Json.tree(empty)).put("partition", 70)));

        PublishedManifests manifests = PublishedManifests.read(kafka);

        assertThat(manifests.latest(name)).contains(empty);
        assertThat(manifests.byKey().keySet().stream().filter(key -> key.startsWith(name)))
                .containsExactly(empty.key());
    }

    private void write(String key, byte[] value) throws Exception {
        topic.write(Topics.DATASETS.topicName(), key.getBytes(StandardCharsets.UTF_8), value, Map.of());
    }

    /** Of no images, so that no batch is missing. */
    private DatasetManifest manifest(String version, String batches) {
        SplitManifest nothing = new SplitManifest(0, List.of(0, 0), "", List.of());
        return new DatasetManifest(
                name,
                version,
                "digest",
                "here",
                List.of("a", "b"),
                new ImageShape(1, 1, 1),
                List.of(0.5),
                List.of(0.5),
                nothing,
                nothing,
                batches,
                0);
    }
}
