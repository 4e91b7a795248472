package dev.atelier.pipeline;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The mounts of one container. A path lies on the mount with the longest target above it, or in the image. */
record Mounts(List<Mount> all) {
    /** How long what is written there lasts. */
    enum Kind {
        /** Longer than the container. */
        VOLUME,
        /** As long as the container runs, or its pod. */
        TEMPORARY,
        /** A file or folder of the machine or of the cluster's configuration, only to be read. */
        FILE,
        /** As long as the container: gone when it is made anew. */
        IMAGE
    }

    /** One of them; {@code volume} is empty unless it is of that kind. */
    record Mount(Path target, Kind kind, String volume) {}

    Mount of(Path path) {
        return all.stream()
                .filter(mount -> path.normalize().startsWith(mount.target()))
                .max(Comparator.comparingInt(mount -> mount.target().getNameCount()))
                .orElse(new Mount(Path.of("/"), Kind.IMAGE, ""));
    }
}
