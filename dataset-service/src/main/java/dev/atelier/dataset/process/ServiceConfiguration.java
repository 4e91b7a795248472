package dev.atelier.dataset.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What can be set of this service beside its datasets, under {@code atelier}. */
@ConfigMapping(prefix = "atelier.dataset-service")
public interface ServiceConfiguration {

    /** Folder under which each dataset's downloads get a folder of their own. */
    Path cache();

    /**
     * Name of this process among its replicas, by default its host's; the same after a restart. Replicas of one name end
     * each other's transactions.
     */
    @WithDefault("${HOSTNAME:0}")
    String replica();

    /** How long a download may be silent. */
    @WithDefault("30s")
    Duration downloadTimeout();

    /** How long to wait before unavailable datasets are tried again. */
    @WithDefault("60s")
    Duration retry();

    /** How often lost and cancelled jobs are looked for. */
    @WithDefault("1s")
    Duration reconciliation();

    /** How often a snapshot of the ledger is written; a service that starts reads what came after the last one. */
    @WithDefault("5m")
    Duration snapshot();

    /** A thread that has done nothing for longer hangs; waiting for the broker takes a fraction of it. */
    @WithDefault("3m")
    Duration turnTimeout();

    /** How long a request over HTTP waits for its submission's answer. */
    @WithDefault("20s")
    Duration answerWithin();
}
