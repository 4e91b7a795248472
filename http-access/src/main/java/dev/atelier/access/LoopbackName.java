package dev.atelier.access;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * A service on the loopback interface is called by a name of that interface. A site whose name is made to lead there would
 * otherwise be, for a browser, the service's own.
 */
@Singleton
public final class LoopbackName {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final boolean onLoopback;

    LoopbackName(@ConfigProperty(name = "quarkus.http.host") String host) {
        this.onLoopback = isLoopback(host);
    }

    /** Whether this is a name or an address of the loopback interface. */
    static boolean isLoopback(String host) {
        return NAMES.contains(host);
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Response check(ContainerRequestContext request) {
        String host =
                Optional.ofNullable(request.getUriInfo().getBaseUri().getHost()).orElse("");
        if (!onLoopback || isLoopback(host)) {
            return null;
        }
        return Refusal.response(
                421, "This service is on the loopback interface; call it localhost or 127.0.0.1, not '" + host + "'");
    }
}
