package dev.atelier.download;

import java.io.IOException;
import java.net.URI;

/** Decides which addresses may be contacted. Every redirect is checked as well, before anything is sent to its host. */
@FunctionalInterface
public interface AddressCheck {
    /** Every address may be contacted. */
    AddressCheck NONE = address -> {};

    /** @throws IOException if the address must not be contacted; the exception reaches the caller of the download as it is */
    void require(URI address) throws IOException;
}
