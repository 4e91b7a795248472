package dev.atelier.dataset.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers over HTTP, in the JSON of the contracts. */
final class Responses {
    static final int ACCEPTED = 202;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int UNAVAILABLE = 503;

    private Responses() {}

    static Response json(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.bytes(body))
                .build();
    }

    /** A refusal with its reason, without waiting for anything. */
    static CompletionStage<Response> refused(int status, String reason) {
        return CompletableFuture.completedStage(Refusal.response(status, reason));
    }

    /** The refusal of a control whose reason is too long, if it is. */
    static Optional<CompletionStage<Response>> tooLong(String reason) {
        return reason.length() <= JobControl.LONGEST_REASON
                ? Optional.empty()
                : Optional.of(refused(
                        BAD_REQUEST,
                        "reason is %d characters long; expected at most %d"
                                .formatted(reason.length(), JobControl.LONGEST_REASON)));
    }
}
