package dev.atelier.results.rest.forward;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.topic.Topics;
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
    /** Bytes of the largest body that the dataset-service reads; it closes the connection of a larger one. */
    private static final int MOST_BYTES = 3 * Topics.LARGEST_SUBMISSION;

    private static final int TOO_LARGE = 413;

    private final SubmissionClient datasetService;

    Forwarder(SubmissionClient datasetService) {
        this.datasetService = datasetService;
    }

    Response get(String path) {
        return answer(datasetService.forward("GET", path, NOTHING));
    }

    Response post(String path) {
        return post(path, NOTHING);
    }

    Response post(String path, byte[] body) {
        if (body.length > MOST_BYTES) {
            return Refusal.response(
                    TOO_LARGE, "The body has " + body.length + " bytes; expected at most " + MOST_BYTES);
        }
        return answer(datasetService.forward("POST", path, body));
    }

    /** The path of something that is requested of a job or a study. */
    static String path(String kind, String id, String request) {
        return "/api/" + kind + "/" + SubmissionClient.encode(id) + "/" + request;
    }

    /** A query of one parameter; nothing where it has no value. */
    static String query(String name, @Nullable String value) {
        return value == null ? "" : "?" + name + "=" + SubmissionClient.encode(value);
    }

    private static Response answer(HttpResponse<byte[]> response) {
        Optional<String> type = response.headers().firstValue(HttpHeaders.CONTENT_TYPE);
        return Response.status(response.statusCode())
                .type(type.orElse(MediaType.APPLICATION_JSON))
                .entity(response.body())
                .build();
    }
}
