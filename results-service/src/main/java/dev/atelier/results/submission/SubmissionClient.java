package dev.atelier.results.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.Traces;
import dev.atelier.contracts.topic.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The dataset-service: takes submissions, cancellation requests and edits. */
@Singleton
public final class SubmissionClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** Bytes of the largest body that the dataset-service reads; it closes the connection of a larger one. */
    private static final int MOST_BYTES = 3 * Topics.LARGEST_SUBMISSION;

    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final URI service;
    private final JsonWebToken caller;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** @param caller the token of the client that is being answered, which is handed on */
    SubmissionClient(DatasetServiceConfiguration configuration, JsonWebToken caller) {
        this.service = configuration.url();
        this.caller = caller;
    }

    /**
     * Submits a job or a study.
     *
     * @param request what the user wrote, as JSON
     * @param fresh whether what has a result is trained again
     */
    public SubmissionAnswer submit(String request, boolean fresh) {
        int size = request.getBytes(StandardCharsets.UTF_8).length;
        if (size > Topics.LARGEST_SUBMISSION) {
            return new SubmissionAnswer.NotTaken(
                    TOO_LARGE,
                    "The request has %d bytes as JSON; expected at most %d".formatted(size, Topics.LARGEST_SUBMISSION));
        }
        Answer answer;
        try {
            answer = post("/api/submissions?fresh=" + fresh, request);
        } catch (RequestRefusedException refused) {
            return new SubmissionAnswer.NotTaken(refused.status(), String.valueOf(refused.getMessage()));
        }
        if (answer.status() == ACCEPTED) {
            return new SubmissionAnswer.Accepted(Json.MAPPER.convertValue(answer.body(), SubmissionAccepted.class));
        }
        return answer.status() == BAD_REQUEST && answer.body().has("violations")
                ? new SubmissionAnswer.Rejected(Json.MAPPER.convertValue(answer.body(), SubmissionRejected.class))
                : new SubmissionAnswer.NotTaken(UNAVAILABLE, answer.reason());
    }

    /**
     * Requests something of a job or of the jobs of a study that have not ended.
     *
     * @param what as the path names it: {@code cancel}, {@code pause?now=true}, {@code resume}, …
     * @throws RequestRefusedException if it is not recorded; the message is the reason
     */
    public void request(Labelled kind, String id, String what, Optional<String> reason) {
        String query = (what.contains("?") ? "&" : "?") + "reason=" + encode(reason.orElse("requested in the browser"));
        Answer answer = post("/api/" + kind.path() + "/" + encode(id) + "/" + what + query, "");
        if (answer.status() != ACCEPTED) {
            throw new RequestRefusedException(answer.status(), answer.reason());
        }
    }

    /**
     * Edits a job or a study.
     *
     * @param edit its JSON; the tags in it replace all others
     * @return offset of its record in the controls topic
     * @throws RequestRefusedException if it is not taken; the message is the reason
     */
    long edit(Labelled kind, String id, JsonNode edit) {
        Answer answer = post("/api/" + kind.path() + "/" + encode(id) + "/edit", Json.text(edit));
        if (answer.status() != ACCEPTED) {
            throw new RequestRefusedException(answer.status(), answer.reason());
        }
        return answer.body().path("offset").asLong();
    }

    @PreDestroy
    void close() {
        http.close();
    }

    /**
     * Sends a request as it is, unless it is larger than any that the dataset-service reads. What is larger than a submission
     * may be is rejected there.
     *
     * @param method of HTTP
     * @param path with the query
     * @return the response, whatever its status
     * @throws RequestRefusedException if it is too large or there is no response; the message is the reason
     */
    public HttpResponse<byte[]> forward(String method, String path, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new RequestRefusedException(
                    TOO_LARGE, "The body has " + body.length + " bytes; expected at most " + MOST_BYTES);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(body));
        if (caller.getRawToken() instanceof String token) {
            request.header("Authorization", "Bearer " + token);
        }
        Traces.carryOn(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestRefusedException(UNAVAILABLE, "This service is stopping.");
        }
    }

    private record Answer(int status, JsonNode body) {
        String reason() {
            return Optional.ofNullable(body.path("reason").textValue())
                    .orElse("The dataset-service responded with status " + status + ".");
        }
    }

    private Answer post(String path, String body) {
        HttpResponse<byte[]> response = forward("POST", path, body.getBytes(StandardCharsets.UTF_8));
        try {
            return new Answer(response.statusCode(), Json.MAPPER.readTree(response.body()));
        } catch (IOException e) {
            throw away(e);
        }
    }

    private RequestRefusedException away(IOException failure) {
        return new RequestRefusedException(
                UNAVAILABLE, "The dataset-service does not respond at " + service + " (" + failure + ").");
    }

    /** A part of a path, or a value in a query, as addresses have it. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
