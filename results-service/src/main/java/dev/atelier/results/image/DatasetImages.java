package dev.atelier.results.image;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Images of published datasets. */
@Singleton
public final class DatasetImages {
    private final BatchReader batches;

    DatasetImages(BatchReader batches) {
        this.batches = batches;
    }

    /**
     * An image.
     *
     * @param number its place in the split, from 0; beyond the last there is none
     * @throws ImagesAwayException if it cannot be read
     */
    public Optional<Picture> find(DatasetManifest dataset, DatasetSplit split, int number) {
        if (number < 0 || number >= dataset.split(split).images()) {
            return Optional.empty();
        }
        ImageBatch batch = batches.read(dataset, split, number / ImageBatch.IMAGES);
        int within = number % ImageBatch.IMAGES;
        int bytes = batch.shape().bytes();
        return Optional.of(new Picture(
                batch.shape(),
                Byte.toUnsignedInt(batch.labels().get(batch.labels().position() + within)),
                batch.images().slice(within * bytes, bytes)));
    }
}
