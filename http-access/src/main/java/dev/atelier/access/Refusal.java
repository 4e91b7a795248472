package dev.atelier.access;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Why something was not done.
 *
 * @param reason a sentence
 */
public record Refusal(String reason) {
    public static WebApplicationException badRequest(String reason) {
        return new WebApplicationException(reason, response(400, reason));
    }

    public static WebApplicationException notFound(String reason) {
        return new WebApplicationException(reason, response(404, reason));
    }

    /** What was there and has been deleted. */
    public static WebApplicationException gone(String reason) {
        return new WebApplicationException(reason, response(410, reason));
    }

    public static Response response(int status, String reason) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Refusal(reason))
                .build();
    }
}
