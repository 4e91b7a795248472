package dev.atelier.download;

import java.time.Duration;
import java.util.Optional;

/**
 * What a download may take.
 *
 * @param connect until a connection stands
 * @param idle between two pieces, and until the first
 * @param transfer of one attempt; without a limit where empty
 * @param bytes size of the file at most
 * @param attempts in a row that receive nothing, after which the download fails; with 1 it fails with its only attempt
 */
public record DownloadLimits(Duration connect, Duration idle, Optional<Duration> transfer, long bytes, int attempts) {
    public DownloadLimits {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is " + attempts + "; expected at least 1");
        }
    }

    /** The same with a file of so many bytes at most, where these limits allow more. */
    public DownloadLimits withBytesAtMost(long most) {
        return new DownloadLimits(connect, idle, transfer, Math.min(bytes, most), attempts);
    }
}
