package dev.atelier.access;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is changed for a page of another site. A browser sends where a request comes from; other clients send nothing, and
 * are not led by a page either.
 */
final class SameOrigin {
    private static final Set<String> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @ServerRequestFilter(preMatching = true)
    @Nullable Response check(ContainerRequestContext request) {
        if (HARMLESS.contains(request.getMethod()) || isOurs(request)) {
            return null;
        }
        return Refusal.response(
                403, "A request from a page of another site is refused; submit and cancel on Atelier's own pages");
    }

    private static boolean isOurs(ContainerRequestContext request) {
        Optional<String> site = Optional.ofNullable(request.getHeaderString("Sec-Fetch-Site"));
        if (site.isPresent()) {
            return OURS.contains(site.get());
        }
        String origin = request.getHeaderString("Origin");
        return origin == null || isAt(origin, request.getUriInfo().getBaseUri().getAuthority());
    }

    private static boolean isAt(String origin, String host) {
        try {
            return URI.create(origin).getAuthority() instanceof String authority && authority.equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
