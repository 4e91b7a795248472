package dev.atelier.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * The names that a service answers to: those of the loopback interface, the very address at which a request arrived, and the
 * hosts that its operator lists. A site whose name is made to lead to the service would otherwise be, for a browser, the
 * service's own. Tokens change nothing about it; probes and metrics, which are no resources, are requested by any name.
 */
@Singleton
public final class HostNames {
    private static final String SETTING = "atelier.http.hosts";
    private static final int LONGEST_SHOWN = 100;

    private final Set<String> listed;
    private final CurrentVertxRequest current;

    HostNames(@ConfigProperty(name = SETTING) Optional<List<String>> hosts, CurrentVertxRequest current) {
        this.listed = hosts.orElse(List.of()).stream()
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .map(HostNames::checked)
                .collect(Collectors.toUnmodifiableSet());
        this.current = current;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Response check() {
        HttpServerRequest request = current.getCurrent().request();
        HostAndPort authority = request.authority();
        String host = authority == null ? "" : normal(authority.host());
        if (isLoopback(host) || listed.contains(host) || isArrival(host, request)) {
            return null;
        }
        return Refusal.response(
                421,
                "This service does not respond to the name '"
                        + host.substring(0, Math.min(host.length(), LONGEST_SHOWN))
                        + "'; call it localhost where it runs, or list the name in " + SETTING);
    }

    /** Whether this is a name or an address of the loopback interface. */
    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean isArrival(String host, HttpServerRequest request) {
        return address(host)
                .filter(address -> Optional.ofNullable(request.localAddress())
                        .flatMap(local -> address(Optional.ofNullable(local.hostAddress())
                                .map(HostNames::withoutScope)
                                .orElse("")))
                        .filter(address::equals)
                        .isPresent())
                .isPresent();
    }

    /** The address that this is the literal of; no name is ever looked up. */
    private static Optional<InetAddress> address(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String normal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String rooted = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return withoutScope(rooted).toLowerCase(Locale.ROOT);
    }

    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }

    private static String checked(String host) {
        String normal = normal(host);
        if (normal.matches("[a-z0-9]([a-z0-9._-]*[a-z0-9])?") || address(normal).isPresent()) {
            return normal;
        }
        throw new IllegalStateException(SETTING + " has '" + host
                + "'; expected names of hosts such as atelier.example, without scheme and port");
    }
}
