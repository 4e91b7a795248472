package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** JSON over HTTP with one service. */
public final class Http {
    private static final int CONNECT_MILLIS = 2000;

    private final String service;
    private final String base;

    /** {@code base} is the service's address, without a path. */
    Http(String service, String base) {
        this.service = service;
        this.base = base;
    }

    /** @param body {@code MissingNode} where the answer is not JSON */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** The reason that a service gives where it refuses. */
        Optional<String> reason() {
            return Optional.ofNullable(body.path("reason").textValue());
        }
    }

    Answer get(String path) {
        return get(path, Duration.ofSeconds(30));
    }

    Answer get(String path, Duration timeout) {
        return call("GET", path, Optional.empty(), timeout);
    }

    Answer post(String path, JsonNode body, Duration timeout) {
        return call("POST", path, Optional.of(body), timeout);
    }

    /** The body of a good answer. */
    <T> T read(Answer answer, Class<T> type) {
        if (!answer.isGood()) {
            throw failure(answer);
        }
        return Json.MAPPER.convertValue(answer.body(), type);
    }

    ServiceException failure(Answer answer) {
        String sentence = answer.reason()
                .map(PrintableText::line)
                .orElse(service + " responded with status " + answer.status() + " at " + base);
        boolean passing = answer.status() == HttpURLConnection.HTTP_UNAVAILABLE
                || answer.status() == HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
        return passing ? ServiceException.away(sentence) : ServiceException.refused(sentence);
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The body of a good answer as it comes, however large it is. */
    DownloadedFile download(String path) {
        try {
            HttpURLConnection connection = open(path, Duration.ofMinutes(2));
            if (connection.getResponseCode() >= 400) {
                throw failure(answer(connection));
            }
            return new DownloadedFile(connection.getInputStream(), connection.getContentLengthLong());
        } catch (IOException e) {
            throw away(e);
        }
    }

    private Answer call(String method, String path, Optional<JsonNode> body, Duration timeout) {
        try {
            HttpURLConnection connection = open(path, timeout);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Accept", "application/json");
            if (body.isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(Json.bytes(body.get()));
            }
            return answer(connection);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private HttpURLConnection open(String path, Duration timeout) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        return connection;
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
        return new Answer(status, parse(bytes));
    }

    ServiceException away(IOException e) {
        return ServiceException.silent(service + " does not respond at " + base + " (" + e.getMessage() + ")");
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(bytes)).orElse(MissingNode.getInstance());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
