package dev.atelier.results.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the broker is. */
@ConfigMapping(prefix = "kafka.bootstrap")
public interface BrokerConfiguration {

    /** Host and port of one broker or more, separated by commas. */
    @WithDefault("localhost:19092")
    String servers();
}
