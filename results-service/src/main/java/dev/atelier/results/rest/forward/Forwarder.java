package dev.atelier.results.rest.forward;

import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.SubmissionClient;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends requests to the dataset-service as they are, and its responses back. */
@Singleton
final class Forwarder {
    private static final byte[] NOTHING = {};
    private final SubmissionClient datasetService;

    Forwarder(SubmissionClient datasetService) {
        this.datasetService = datasetService;
    }

    Response get(String path) {
        return answer(datasetService.forward("GET", path, NOTHING));
    }

    Response post(String path, byte[] body) {
        return answer(datasetService.forward("POST", path, body));
    }

    /** Requests something of a job or a study, for a reason where there is one. */
    Response request(Labelled kind, String id, String what, @Nullable String reason) {
        String query = reason == null ? "" : "?reason=" + SubmissionClient.encode(reason);
        return post(path(kind, id, what) + query, NOTHING);
    }

    /** Requests that a job or a study be paused. */
    Response pause(Labelled kind, String id, @Nullable String reason, boolean now) {
        return post(
                path(kind, id, "pause") + "?now=" + now
                        + (reason == null ? "" : "&reason=" + SubmissionClient.encode(reason)),
                NOTHING);
    }

    /** Edits a job or a study. */
    Response edit(Labelled kind, String id, byte[] body) {
        return post(path(kind, id, "edit"), body);
    }

    private static String path(Labelled kind, String id, String what) {
        return "/api/" + kind.path() + "/" + SubmissionClient.encode(id) + "/" + what;
    }

    private static Response answer(HttpResponse<byte[]> response) {
        Optional<String> type = response.headers().firstValue(HttpHeaders.CONTENT_TYPE);
        return Response.status(response.statusCode())
                .type(type.orElse(MediaType.APPLICATION_JSON))
                .entity(response.body())
                .build();
    }
}
