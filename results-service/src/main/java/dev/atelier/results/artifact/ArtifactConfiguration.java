package dev.atelier.results.artifact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where results lie. */
@ConfigMapping(prefix = "atelier")
public interface ArtifactConfiguration {

    /** The folder that holds everything that services keep. */
    @WithDefault("data")
    Path data();

    /** The folder of results, if it is not {@code artifacts} within {@link #data}; nothing else is ever served. */
    Optional<Path> artifacts();

    default Path folder() {
        return artifacts()
                .orElseGet(() -> data().resolve("artifacts"))
                .toAbsolutePath()
                .normalize();
    }
}
