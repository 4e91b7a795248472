package dev.atelier.access;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Refuses to start a service that requests tokens and could check none, and warns when anybody may call it from outside. */
@Startup
@Singleton
public final class AccessCheck {
    private static final Logger LOG = Logger.getLogger(AccessCheck.class);

    AccessCheck(
            @ConfigProperty(name = "atelier.access.tokens") boolean tokens,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "mp.jwt.verify.publickey.location") Optional<String> keys,
            @ConfigProperty(name = "mp.jwt.verify.publickey") Optional<String> key,
            @ConfigProperty(name = "mp.jwt.verify.issuer") Optional<String> issuer) {
        if (tokens) {
            require(
                    keys.or(() -> key),
                    "mp.jwt.verify.publickey.location",
                    "file or address of the issuer's public keys");
            require(issuer, "mp.jwt.verify.issuer", "issuer of the tokens, as their claim iss has it");
        } else if (!HostNames.isLoopback(host)) {
            LOG.warnf(
                    "Anybody who reaches %s may submit and cancel jobs; atelier.access.tokens=true requires tokens",
                    host);
        }
    }

    private static void require(Optional<String> value, String name, String expected) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            throw new IllegalStateException(
                    name + " is not set, and atelier.access.tokens is true; expected the " + expected);
        }
    }
}
