package dev.atelier.cli.stack.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the health of a service, in the format of MicroProfile Health. */
final class HealthProbe {
    private static final int LARGEST_ANSWER = 64 << 10;
    private static final int LARGEST_REASON = 500;

    private final int port;
    private final Duration timeout;

    HealthProbe(int port, Duration timeout) {
        this.port = port;
        this.timeout = timeout;
    }

    /** Whether the service is ready; if not, its checks name the reasons. */
    Health readiness() {
        return get("/q/health/ready");
    }

    /** Whether there is any point in waiting for the service; if not, it has to be started again. */
    Health liveness() {
        return get("/q/health/live");
    }

    /** Whether a GET of the path has the status 200. */
    Health get(String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return Health.UP;
            }
            try (InputStream in = connection.getErrorStream()) {
                byte[] body = in == null ? new byte[0] : in.readNBytes(LARGEST_ANSWER);
                return new Health(Health.Status.DOWN, reasons(status, body));
            }
        } catch (IOException e) {
            return Health.silent(port);
        }
    }

    private static List<String> reasons(int status, byte[] body) {
        List<String> reasons = new ArrayList<>();
        try {
            for (JsonNode check : Json.MAPPER.readTree(body).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    reasons.add(reason(check));
                }
            }
        } catch (IOException e) {
            // Not of this format; the status has to do.
        }
        return reasons.isEmpty() ? List.of("responded with status " + status) : reasons;
    }

    /** What the check gives as its reason, or else all that it gives. */
    private static String reason(JsonNode check) {
        JsonNode data = check.path("data");
        List<String> reasons = new ArrayList<>();
        if (data.path("reason").isTextual()) {
            reasons.add(data.path("reason").asText());
        } else {
            data.properties()
                    .forEach(entry -> reasons.add(
                            entry.getKey() + " is " + entry.getValue().asText()));
        }
        String sentence = check.path("name").asText("unnamed check")
                + (reasons.isEmpty() ? " is down" : ": " + String.join(", ", reasons));
        String printable = sentence.replaceAll("\\p{Cntrl}+", " ");
        return printable.length() <= LARGEST_REASON ? printable : printable.substring(0, LARGEST_REASON) + "…";
    }
}
