package dev.atelier.cli.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * JSON and files over HTTP with a tracking server. Nothing is sent twice by itself: a request that creates something would
 * create it twice.
 */
final class MlflowHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofMinutes(30);
    private static final int MAX_QUOTE = 300;

    private final TrackingAddress address;
    private final Credentials credentials;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    MlflowHttp(TrackingAddress address, Credentials credentials) {
        this.address = address;
        this.credentials = credentials;
    }

    TrackingAddress address() {
        return address;
    }

    JsonNode get(URI uri) throws InterruptedException {
        return call(request(uri, ANSWER).GET().build());
    }

    JsonNode post(String path, JsonNode body) throws InterruptedException {
        return call(request(address.at(path), ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    /** Sends a file as it is read; {@code bytes} is its length. */
    void put(URI uri, InputStream in, long bytes) throws InterruptedException {
        BodyPublisher body = bytes == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> in), bytes);
        HttpRequest request = request(uri, UPLOAD)
                .header("Content-Type", "application/octet-stream")
                .PUT(body)
                .build();
        try {
            send(request);
        } catch (IOException e) {
            throw new MlflowException(uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1)
                    + " could not be sent to " + address + " (" + reason(e) + ")");
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(URI uri, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
        credentials.header().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private JsonNode call(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(request);
            JsonNode body = parse(response.body());
            if (!body.isObject()) {
                throw failure(request.uri(), response, body);
            }
            return body;
        } catch (IOException e) {
            throw new MlflowException("MLflow does not respond at " + address + " (" + reason(e)
                    + "); 'mlflow server' starts one, --to or MLFLOW_TRACKING_URI names another");
        }
    }

    /** Returns a good answer. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            throw failure(request.uri(), response, parse(response.body()));
        }
        return response;
    }

    private MlflowException failure(URI uri, HttpResponse<byte[]> response, JsonNode body) {
        String code = body.path("error_code").asText("");
        String message = body.path("message").asText(plainText(response.body()));
        String quoted = message.isEmpty() ? "" : ": " + message;
        int status = response.statusCode();
        Optional<String> elsewhere = response.headers().firstValue("Location");
        if (status == 401) {
            return new MlflowException("MLflow at " + address + " does not accept the credentials (status 401" + quoted
                    + "); " + credentials.advice());
        }
        if (status == 403) {
            return new MlflowException(
                    "MLflow at " + address + " does not allow this (status 403" + quoted + ")", code);
        }
        if (status == 503 && message.contains("serve-artifacts")) {
            return new MlflowException(
                    "MLflow at " + address + " runs without --serve-artifacts", MlflowException.TAKES_NO_ARTIFACTS);
        }
        if (status >= 300 && status < 400 && elsewhere.isPresent()) {
            return new MlflowException(address + " redirects to " + elsewhere.get() + "; give that address with --to");
        }
        return code.isEmpty()
                ? new MlflowException("what answers at " + address + " does not have MLflow's API: status " + status
                        + " at " + uri.getPath() + quoted)
                : new MlflowException("MLflow at " + address + " refused: " + message + " (" + code + ")", code);
    }

    /** The message of a proxy or a firewall in a line; none where it is a page for a browser. */
    private static String plainText(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        boolean page = text.startsWith("<") || text.startsWith("{");
        return page ? "" : text.substring(0, Math.min(text.length(), MAX_QUOTE));
    }

    /** The client reports by a type, without a message, what keeps it from connecting. */
    private static String reason(IOException e) {
        if (e.getCause() instanceof ConnectException connect
                && connect.getCause() instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        return e instanceof ConnectException
                ? "connection refused"
                : Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(bytes)).orElse(MissingNode.getInstance());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
