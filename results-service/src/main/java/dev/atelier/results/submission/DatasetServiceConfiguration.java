package dev.atelier.results.submission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where the dataset-service is. */
@ConfigMapping(prefix = "atelier.dataset-service")
public interface DatasetServiceConfiguration {

    /** Its address, without a path. */
    @WithDefault("http://localhost:8181")
    URI url();
}
