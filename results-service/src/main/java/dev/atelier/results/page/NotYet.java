package dev.atelier.results.page;

import dev.atelier.access.Refusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** A page of what the tables do not have, or not yet: the browser loads it again after some seconds. */
final class NotYet {
    private static final int RELOAD_SECONDS = 3;

    private NotYet() {}

    /** @param kind job or study */
    static WebApplicationException of(String kind, String id) {
        return of(kind, id, "recent submissions can take a few seconds to appear");
    }

    static WebApplicationException ofDataset(String id) {
        return of(
                "dataset",
                id,
                "a dataset appears a few seconds after it was published, and /datasets lists those there are");
    }

    private static WebApplicationException of(String kind, String id, String hint) {
        String reason = "There is no " + kind + " '" + id + "'; " + hint;
        return new WebApplicationException(
                reason,
                Response.fromResponse(Refusal.response(404, reason))
                        .header("Refresh", RELOAD_SECONDS)
                        .build());
    }
}
