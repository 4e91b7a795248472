package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;

/**
 * A dataset does not fit into this process's heap, whatever else is let go. It is no fault of the dataset or the
 * job: a trainer with a larger heap can load it. Thrown before anything of the dataset is read.
 */
public final class DatasetTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatasetTooLargeException(DatasetManifest manifest, long bytesNeeded, long bytesAvailable) {
        super("The dataset " + manifest.key() + " takes " + bytesNeeded + " bytes of memory; the heap has room for "
                + bytesAvailable + ". Start the trainer with a larger heap (-Xmx)");
    }
}
