package dev.atelier.access;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Responses to requests that reach no resource, or whose resource fails: each has a sentence, as every refusal. */
final class FailureResponses {
    private static final Logger LOG = Logger.getLogger(FailureResponses.class);
    private static final String DESCRIPTION = "/openapi of the results service";

    @ServerExceptionMapper
    Response noSuchPath(NotFoundException failure, UriInfo uri) {
        return Refusal.response(
                404,
                "There is nothing at /" + uri.getPath().replaceFirst("^/", "") + "; " + DESCRIPTION
                        + " lists the paths");
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException failure) {
        Response original = failure.getResponse();
        int status = original.getStatus();
        Response.ResponseBuilder refusal = Response.fromResponse(Refusal.response(status, sentence(status)));
        original.getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> refusal.header(name, value));
            }
        });
        return refusal.build();
    }

    @ServerExceptionMapper
    Response failed(RuntimeException failure) {
        LOG.error("A request failed", failure);
        return Refusal.response(500, "The service failed to respond; its log has the reason");
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request cannot be read; expected one as " + DESCRIPTION + " describes";
            case 405 -> "This method is not allowed here; the header Allow and " + DESCRIPTION + " name those that are";
            case 406 -> "The header Accept names no type that this resource offers; " + DESCRIPTION + " lists them";
            case 413 -> Bodies.TOO_LARGE;
            case 415 ->
                "The header Content-Type names no type that this resource accepts; " + DESCRIPTION + " lists them";
            default -> "The request was not carried out: status " + status;
        };
    }
}
