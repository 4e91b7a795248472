package dev.atelier.dataset.publishing.source;

/** The four files of an IDX dataset. */
public enum DatasetFile {
    TRAIN_IMAGES("train-images"),
    TRAIN_LABELS("train-labels"),
    TEST_IMAGES("test-images"),
    TEST_LABELS("test-labels");

    private final String key;

    DatasetFile(String key) {
        this.key = key;
    }

    /** What configuration calls it. */
    public String key() {
        return key;
    }

    boolean isImages() {
        return this == TRAIN_IMAGES || this == TEST_IMAGES;
    }
}
