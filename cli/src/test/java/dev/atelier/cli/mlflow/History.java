package dev.atelier.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Every value that a tracking server has of a metric, asked for without the client that is tested. */
final class History {
    private History() {}

    static List<JsonNode> of(String url, String run, String metric) throws Exception {
        List<JsonNode> values = new ArrayList<>();
        String token = "";
        do {
            URI uri = URI.create(url + "/api/2.0/mlflow/metrics/get-history?max_results=1000&run_id=" + run
                    + "&metric_key=" + metric + (token.isEmpty() ? "" : "&page_token=" + token));
            byte[] body = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                    .body();
            JsonNode answer = Json.read(body, JsonNode.class);
            answer.path("metrics").forEach(values::add);
            token = answer.path("next_page_token").asText("");
        } while (!token.isEmpty());
        return values;
    }
}
