package dev.atelier.trainer.features;

import java.io.IOException;
import java.nio.file.Path;

/** Another process has the same features open: rows go one after another, so there cannot be two who add some. */
public final class FeaturesInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    FeaturesInUseException(Path folder) {
        super("the features in " + folder + " are open elsewhere");
    }
}
