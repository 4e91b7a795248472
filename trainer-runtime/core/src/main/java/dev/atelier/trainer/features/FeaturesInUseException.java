package dev.atelier.trainer.features;

import java.io.IOException;

/** Another process has the same features open: rows go one after another, so there cannot be two who add some. */
public final class FeaturesInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    FeaturesInUseException(String key) {
        super("the features of " + key + " are open elsewhere");
    }
}
