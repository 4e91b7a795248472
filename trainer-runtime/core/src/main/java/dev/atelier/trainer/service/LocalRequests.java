package dev.atelier.trainer.service;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in that come from this machine and not from a page of another site, nor under a host name that such a
 * site has pointed here.
 */
final class LocalRequests {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private LocalRequests() {}

    /** Why a request is refused, if so. */
    static Optional<String> refusal(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        if (remote == null || !isLoopback(remote.hostAddress())) {
            return Optional.of("only requests of the trainer's own machine to its loopback address get a response");
        }
        HostAndPort host = request.authority();
        if (host == null || !(host.host().equals("localhost") || isLoopback(host.host()))) {
            return Optional.of("the trainer responds only to the host name localhost");
        }
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        boolean isForeign = site == null ? request.getHeader("Origin") != null : !OWN_SITE.contains(site);
        return isForeign ? Optional.of("a request from a page of another site is refused") : Optional.empty();
    }

    /** Whether this is the literal of an address of the loopback interface; no name is looked up. */
    private static boolean isLoopback(@Nullable String address) {
        if (address == null) {
            return false;
        }
        try {
            boolean isBracketed = address.startsWith("[") && address.endsWith("]");
            return InetAddress.ofLiteral(isBracketed ? address.substring(1, address.length() - 1) : address)
                    .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
