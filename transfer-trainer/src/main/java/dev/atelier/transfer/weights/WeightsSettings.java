package dev.atelier.transfer.weights;

import dev.atelier.trainer.retention.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Where weights may come from, and what of them is kept.
 *
 * @param folder of the files that jobs can name; downloads are kept in it too
 * @param hosts that weights may be downloaded from over TLS
 * @param internalHosts that they may be downloaded from too, over plain HTTP as well, at whatever address
 * @param retention what is kept of downloads
 * @param downloadBytes of one download at most
 * @param downloadTimeout how long one may take
 * @param idleTimeout how long a server may send nothing
 */
public record WeightsSettings(
        Path folder,
        Set<String> hosts,
        Set<String> internalHosts,
        Retention retention,
        long downloadBytes,
        Duration downloadTimeout,
        Duration idleTimeout) {
    private static final Retention DEFAULT_RETENTION = new Retention(4L << 30, Duration.ofDays(30));

    /** With the defaults of a trainer. */
    public static WeightsSettings of(Path folder, Set<String> hosts) {
        return new WeightsSettings(
                folder, hosts, Set.of(), DEFAULT_RETENTION, 2L << 30, Duration.ofHours(1), Duration.ofSeconds(30));
    }
}
