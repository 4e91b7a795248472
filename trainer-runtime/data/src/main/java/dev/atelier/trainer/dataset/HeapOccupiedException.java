package dev.atelier.trainer.dataset;

/** The heap has room for a dataset, but not now: jobs that run have taken it. It is retried when one has ended. */
public final class HeapOccupiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long bytes;

    HeapOccupiedException(String key, long bytes, long occupied) {
        super("The dataset " + key + " takes " + bytes + " bytes of the heap, of which running jobs have " + occupied);
        this.bytes = bytes;
    }

    /** Bytes of the dataset. */
    public long bytes() {
        return bytes;
    }
}
