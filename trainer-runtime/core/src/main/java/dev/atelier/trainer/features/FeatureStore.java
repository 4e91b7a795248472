package dev.atelier.trainer.features;

import dev.atelier.contracts.Sha256;
import dev.atelier.trainer.retention.Hold;
import dev.atelier.trainer.retention.RetainedFolder;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A folder of features, which any number of trainers share; it is bounded by size and age. */
public final class FeatureStore {
    private final RetainedFolder folder;

    public FeatureStore(Path folder, Retention retention, Clock clock) {
        this.folder = new RetainedFolder(folder, retention, clock);
    }

    /** Whether so many bytes may ever be kept. */
    public boolean holds(long bytes) {
        return bytes <= folder.bytesAtMost();
    }

    /** Deletes what nobody used for long, and what is too much. */
    public Sweep sweep() {
        return folder.sweep("features");
    }

    /** Makes room for so many bytes besides the features that are named. */
    public void makeRoom(long bytes, List<String> spared) throws IOException {
        folder.makeRoom(bytes, spared.stream().map(Sha256::of).toList());
    }

    /**
     * Opens features by what decides them.
     *
     * @param key any text; equal texts have equal features
     * @param images number of images that there can be features of
     * @param values floats of one image
     * @throws FeaturesInUseException if they are open already, here or in another process
     */
    public Features open(String key, int images, int values) throws IOException {
        Optional<Hold> hold = folder.hold(Sha256.of(key), Hold.Mode.EXCLUSIVE);
        if (hold.isEmpty()) {
            throw new FeaturesInUseException(key);
        }
        return Features.open(hold.get(), images, values);
    }
}
