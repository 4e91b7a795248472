package dev.atelier.results.page;

import dev.atelier.access.Refusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** What a link leads to and the tables do not have: the browser loads it again, as it may be on its way from the log. */
final class NotYet {
    private static final int RELOAD_SECONDS = 3;

    private NotYet() {}

    /** @param kind job, study or dataset */
    static WebApplicationException of(String kind, String id) {
        String reason =
                "There is no " + kind + " '" + id + "'; what was submitted or published a moment ago is shown shortly";
        return new WebApplicationException(
                reason,
                Response.fromResponse(Refusal.response(404, reason))
                        .header("Refresh", RELOAD_SECONDS)
                        .build());
    }
}
