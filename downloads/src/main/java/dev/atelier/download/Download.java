package dev.atelier.download;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * Fetches a file over HTTP. A partial file is kept when a transfer is interrupted, and the next one continues it if the
 * server still has the same file; that holds for the attempts of one call, and for calls of other processes later.
 */
public final class Download {
    private final AddressCheck addresses;
    private final DownloadLimits limits;
    private final DownloadObserver observer;
    private final Optional<SSLContext> tls;

    public Download(AddressCheck addresses, DownloadLimits limits, DownloadObserver observer) {
        this(addresses, limits, observer, Optional.empty());
    }

    Download(AddressCheck addresses, DownloadLimits limits, DownloadObserver observer, Optional<SSLContext> tls) {
        this.addresses = addresses;
        this.limits = limits;
        this.observer = observer;
        this.tls = tls;
    }

    /**
     * Fetches a file. Its folder must be there.
     *
     * @param partial where it is written
     * @param known the entity tag of a copy that is there already
     * @param stop checked again and again while the file comes
     * @return whether it was downloaded; false where the copy is still the same by the server's answer
     * @throws DownloadException if the server does not deliver it; the partial file is kept for the next call
     * @throws IOException if it cannot be written, or if an address may not be contacted
     * @throws X if it is to stop
     */
    public <X extends Exception> boolean fetch(
            URI source, PartialFile partial, Optional<String> known, StopCheck<X> stop)
            throws IOException, InterruptedException, X {
        int fruitless = 0;
        while (true) {
            long before = partial.size();
            try {
                return attempt(source, partial, known, stop);
            } catch (DownloadException e) {
                fruitless = partial.size() > before ? 0 : fruitless + 1;
                boolean isLast = limits.attempts() == 1 || fruitless == limits.attempts();
                if (isLast || !e.isRetryable()) {
                    throw e;
                }
                observer.onRetry(partial.size(), e);
            }
        }
    }

    private <X extends Exception> boolean attempt(
            URI source, PartialFile partial, Optional<String> known, StopCheck<X> stop)
            throws IOException, InterruptedException, X {
        HttpClient client = client();
        try {
            AtomicLong progress = new AtomicLong();
            Transfer transfer = new Transfer(client, addresses, limits.bytes(), observer, progress);
            WatchedTask<X> watched = new WatchedTask<>(
                    progress::get,
                    limits.idle(),
                    limits.transfer(),
                    stop,
                    reason -> new DownloadException(source, true, reason));
            return watched.run(() -> transfer.run(source, partial, known));
        } finally {
            client.shutdownNow();
        }
    }

    private HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect());
        Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
        tls.ifPresent(builder::sslContext);
        return builder.build();
    }
}
