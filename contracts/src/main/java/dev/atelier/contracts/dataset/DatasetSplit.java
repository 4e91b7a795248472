package dev.atelier.contracts.dataset;

import java.util.Locale;

/** The two parts in which a dataset is published. */
public enum DatasetSplit {
    TRAIN,
    TEST;

    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
