package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;

/** A published dataset, whole, in memory, and verified against its manifest. */
public record LoadedDataset(DatasetManifest manifest, Images train, Images test) {
    /** Bytes of all images and labels. */
    public long bytes() {
        return (long) train.pixels().length + train.labels().length + test.pixels().length + test.labels().length;
    }
}
