package dev.atelier.download;

import java.io.IOException;
import java.net.URI;

/**
 * A download failed, for a reason of the server or the network. The message is the reason alone: it names
 * neither the address nor anything that may be secret in it.
 */
public class DownloadException extends IOException {
    private static final long serialVersionUID = 1L;

    private final URI address;
    private final boolean retryable;
    private final String reason;

    DownloadException(URI address, boolean retryable, String reason) {
        super(reason);
        this.address = address;
        this.retryable = retryable;
        this.reason = reason;
    }

    /** The address that failed, which redirects may have led to. */
    public URI address() {
        return address;
    }

    public String reason() {
        return reason;
    }

    /** Whether another attempt may succeed. */
    boolean isRetryable() {
        return retryable;
    }

    /** The file is larger than the limit. */
    public static final class TooLarge extends DownloadException {
        private static final long serialVersionUID = 1L;

        private final long limit;

        TooLarge(URI address, long limit) {
            super(address, false, "the file has more than the " + limit + " bytes that are allowed");
            this.limit = limit;
        }

        /** In bytes. */
        public long limit() {
            return limit;
        }
    }
}
