package dev.atelier.results.image;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images of published datasets. */
@Singleton
public final class DatasetImages {
    private static final int MOST_BATCHES = 16;

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
    public Optional<DatasetImage> find(DatasetManifest dataset, DatasetSplit split, int number) {
        if (number < 0 || number >= dataset.split(split).images()) {
            return Optional.empty();
        }
        int capacity = ImageBatch.capacity(dataset.shape());
        ImageBatch batch = batches.read(dataset, split, number / capacity);
        return Optional.of(picture(batch, number % capacity));
    }

    /**
     * The first images of each class, by class; fewer where a class is rare.
     *
     * @param perClass how many of each
     * @throws ImagesAwayException if they cannot be read
     */
    public List<List<DatasetImage>> first(DatasetManifest dataset, DatasetSplit split, int perClass) {
        List<List<DatasetImage>> byClass = dataset.classes().stream()
                .<List<DatasetImage>>map(name -> new ArrayList<>())
                .toList();
        for (int number = 0;
                number < Math.min(MOST_BATCHES, dataset.split(split).offsets().size());
                number++) {
            ImageBatch batch = batches.read(dataset, split, number);
            for (int within = 0; within < batch.size(); within++) {
                DatasetImage picture = picture(batch, within);
                if (picture.label() < byClass.size()
                        && byClass.get(picture.label()).size() < perClass) {
                    byClass.get(picture.label()).add(picture);
                }
            }
            if (byClass.stream().allMatch(pictures -> pictures.size() == perClass)) {
                break;
            }
        }
        return byClass;
    }

    private static DatasetImage picture(ImageBatch batch, int within) {
        int bytes = batch.shape().bytes();
        return new DatasetImage(
                batch.shape(),
                Byte.toUnsignedInt(batch.labels().get(batch.labels().position() + within)),
                batch.images().slice(within * bytes, bytes));
    }
}
