package dev.atelier.trainer.training;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.trainer.dataset.Images;
import dev.atelier.trainer.dataset.LoadedDataset;
import java.util.List;
import java.util.Random;

/** A dataset of 200 training and 50 test images of noise, in two classes. */
final class RandomPixels {
    static final ImageShape SHAPE = new ImageShape(1, 4, 4);

    private RandomPixels() {}

    static LoadedDataset dataset() {
        return new LoadedDataset(manifest(), images(200, 1), images(50, 2));
    }

    private static DatasetManifest manifest() {
        var split = new DatasetManifest.SplitManifest(200, List.of(100, 100), "none", List.of());
        return new DatasetManifest(
                "random",
                "1",
                "digest",
                "test",
                List.of("a", "b"),
                SHAPE,
                List.of(0.5),
                List.of(0.25),
                split,
                split,
                "batches",
                0);
    }

    private static Images images(int count, long seed) {
        byte[] pixels = new byte[count * SHAPE.bytes()];
        byte[] labels = new byte[count];
        Random random = new Random(seed);
        random.nextBytes(pixels);
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(2);
        }
        return new Images(SHAPE, pixels, labels);
    }
}
