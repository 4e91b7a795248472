package dev.atelier.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.ImageShape;
import java.util.List;

/** Manifests of datasets with images of one pixel and two classes of the same size; nobody published their batches. */
public final class TinyDataset {
    private TinyDataset() {}

    /** @param images of the training split; the test split has two */
    public static DatasetManifest manifest(String name, int images) {
        return new DatasetManifest(
                name,
                "abc",
                "abcdef",
                "here",
                List.of("a", "b"),
                new ImageShape(1, 1, 1),
                List.of(0.5),
                List.of(0.5),
                new SplitManifest(images, List.of(images / 2, images / 2), "", List.of(0L)),
                new SplitManifest(2, List.of(1, 1), "", List.of(1L)),
                "topic",
                0);
    }
}
