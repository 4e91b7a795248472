package dev.atelier.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JWTAuthMechanism;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Set;

/** Quarkus's own reading of bearer tokens; a request without one gets a sentence that names what is missing. */
@Alternative
@Priority(1)
@Singleton
public final class BearerChallenge implements HttpAuthenticationMechanism {
    private static final String REASON =
            "There is no token; send the header 'Authorization: Bearer TOKEN' with a token of role reader, or submitter to"
                    + " submit and cancel";

    private final JWTAuthMechanism tokens;

    BearerChallenge(JWTAuthMechanism tokens) {
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        return tokens.authenticate(context, identities);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return tokens.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return tokens.getCredentialTypes();
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return getChallenge(context).map(challenge -> {
            challenge.getHeaders().forEach(context.response()::putHeader);
            context.response()
                    .setStatusCode(challenge.status)
                    .putHeader("Content-Type", "application/json")
                    .end(JsonObject.of("reason", REASON).encode());
            return true;
        });
    }
}
