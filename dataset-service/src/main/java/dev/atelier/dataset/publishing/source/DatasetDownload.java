package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.download.AddressCheck;
import dev.atelier.download.Download;
import dev.atelier.download.DownloadException;
import dev.atelier.download.DownloadLimits;
import dev.atelier.download.DownloadObserver;
import dev.atelier.download.PartialFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Fetches a file of a dataset over HTTP. It grows under the name {@code *.part} and gets its own name only when it is
 * complete. Attempts end when several in a row have received nothing, or at once where another would not help.
 */
public final class DatasetDownload {
    private static final Logger LOG = Logger.getLogger(DatasetDownload.class);
    private static final int FRUITLESS_ATTEMPTS = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int PROGRESS_STEPS = 10;

    private final DownloadLimits limits;

    /**
     * @param timeout how long the server may be silent: when connecting, where 10 s are the most, and in a transfer
     */
    public DatasetDownload(Duration timeout) {
        Duration connect = timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT;
        this.limits = new DownloadLimits(connect, timeout, Optional.empty(), Long.MAX_VALUE, FRUITLESS_ATTEMPTS);
    }

    /**
     * Returns once the whole file is at {@code target}, which is replaced.
     *
     * @throws DatasetException if it cannot be downloaded; a partial file is kept for the next attempt
     */
    public void fetch(URI address, Path target) throws DatasetException {
        PartialFile partial = PartialFile.beside(target);
        Download download = new Download(AddressCheck.NONE, limits, new Log(address));
        try {
            Files.createDirectories(partial.file().toAbsolutePath().getParent());
            download.fetch(address, partial, Optional.empty(), () -> {});
            Files.move(partial.file(), target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(partial.tagFile());
        } catch (DownloadException e) {
            throw failed(address, e.reason(), e, false);
        } catch (IOException e) {
            throw failed(address, String.valueOf(e), e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(address, "it was interrupted", e, true);
        }
    }

    private static DatasetException failed(URI address, String reason, Exception cause, boolean passing) {
        return new DatasetException("%s cannot be downloaded: %s".formatted(address, reason), cause, passing);
    }

    /** Logs each tenth of a file. */
    private static final class Log implements DownloadObserver {
        private final URI address;
        private long next;

        Log(URI address) {
            this.address = address;
        }

        @Override
        public void onProgress(long bytes, long total) {
            if (total > 0 && bytes >= next) {
                if (next > 0) {
                    LOG.infof("Downloading %s: %d of %d bytes", address, bytes, total);
                }
                long step = Math.max(1, total / PROGRESS_STEPS);
                next = (bytes / step + 1) * step;
            }
        }

        @Override
        public void onRetry(long bytes, DownloadException reason) {
            LOG.infof("Download of %s was interrupted at %d bytes and is resumed: %s", address, bytes, reason.reason());
        }
    }
}
