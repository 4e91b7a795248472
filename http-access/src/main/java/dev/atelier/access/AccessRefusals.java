package dev.atelier.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The responses to requests whose token is refused. */
final class AccessRefusals {
    @ServerExceptionMapper
    Response invalidToken(AuthenticationFailedException failure) {
        return Response.fromResponse(
                        Refusal.response(
                                401,
                                "The token is not accepted: it is malformed, has expired, or is not signed by the issuer known here"))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return Refusal.response(
                403,
                "The token's role does not allow this: role reader reads, role submitter submits and cancels as well");
    }
}
