package dev.atelier.results.page;

import dev.atelier.access.Refusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** A page of what the tables do not have, or not yet: the browser loads it again after some seconds. */
final class NotYet {
    private static final int RELOAD_SECONDS = 3;

    private NotYet() {}

    /** @param kind job, study or dataset */
    static WebApplicationException of(String kind, String id) {
        String reason = "There is no " + kind + " '" + id + "'; recent submissions can take a few seconds to appear";
        return new WebApplicationException(
                reason,
                Response.fromResponse(Refusal.response(404, reason))
                        .header("Refresh", RELOAD_SECONDS)
                        .build());
    }
}
