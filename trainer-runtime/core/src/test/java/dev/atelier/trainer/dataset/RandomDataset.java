package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;

/** A small dataset of random images, published where trainers look for datasets. */
public final class RandomDataset {
    private RandomDataset() {}

    public static DatasetManifest publish(String bootstrapServers, String name, int train, int test) {
        return publish(bootstrapServers, name, new ImageShape(1, 4, 4), train, test);
    }

    public static DatasetManifest publish(String bootstrapServers, String name, ImageShape shape, int train, int test) {
        try (PublishedDataset dataset =
                new PublishedDataset(bootstrapServers, Topics.DATASET_BATCHES.topicName(), name, shape, train, test)) {
            DatasetManifest manifest = dataset.send();
            dataset.announce(Topics.DATASETS.topicName(), manifest.key(), Json.bytes(manifest));
            return manifest;
        }
    }
}
