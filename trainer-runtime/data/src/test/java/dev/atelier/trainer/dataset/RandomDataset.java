package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import java.util.List;
import java.util.concurrent.Callable;

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

    /** Publishes one of small images; something else is done between its training and its test images. */
    public static DatasetManifest publishAround(String bootstrapServers, String name, Callable<?> between)
            throws Exception {
        try (PublishedDataset dataset = new PublishedDataset(
                bootstrapServers, Topics.DATASET_BATCHES.topicName(), name, new ImageShape(1, 4, 4), 200, 50)) {
            List<Long> train = dataset.send(DatasetSplit.TRAIN);
            between.call();
            DatasetManifest manifest = dataset.manifest(train, dataset.send(DatasetSplit.TEST));
            dataset.announce(Topics.DATASETS.topicName(), manifest.key(), Json.bytes(manifest));
            return manifest;
        }
    }
}
