package dev.atelier.transfer.algorithm;

import dev.atelier.trainer.retention.Retention;
import dev.atelier.transfer.weights.WeightsSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Where weights may come from, and what of them is kept. */
@ConfigMapping(prefix = "atelier.transfer")
public interface TransferConfiguration {
    /** Folder of the files that jobs can name as their weights; downloads are kept in it too. */
    String weights();

    /** Hosts that weights may be downloaded from over TLS; they must be at public addresses. */
    @WithDefault("download.pytorch.org")
    Set<String> hosts();

    /** Hosts of one's own that they may be downloaded from too, over plain HTTP as well, at whatever address. */
    Optional<Set<String>> internalHosts();

    /** Bytes of all downloads that are kept; what was used longest ago goes first; 0 keeps all. */
    @WithDefault("4294967296")
    long weightsBytes();

    /** How long a download that no job uses stays; 0 for no limit. */
    @WithDefault("P30D")
    Duration weightsUnused();

    /** Bytes of one download at most. */
    @WithDefault("2147483648")
    long downloadBytes();

    /** How long one download may take. */
    @WithDefault("PT1H")
    Duration downloadTimeout();

    /** How long a server may send nothing. */
    @WithDefault("PT30S")
    Duration idleTimeout();

    /** These settings as plain Java. */
    default WeightsSettings settings() {
        return new WeightsSettings(
                Path.of(weights()),
                hosts(),
                internalHosts().orElse(Set.of()),
                Retention.unlimitedWhereZero(weightsBytes(), weightsUnused()),
                downloadBytes(),
                downloadTimeout(),
                idleTimeout());
    }
}
