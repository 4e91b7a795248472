package dev.atelier.bench.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.Observation;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchSpecReader;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.algorithm.SearchAlgorithms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Searches by lines of JSON, for programs in other languages. Each line on the standard input is a request, and gets one line on the
 * standard output, {@code {"steps": […]}}:
 *
 * <pre>{@code
 * {"search": "a", "open": {"algorithm": "asha", …}, "epochs": 52, "direction": "max"}
 * {"search": "a", "trial": 0, "epoch": 1, "value": 0.7}
 * {"search": "a", "close": true}
 * }</pre>
 */
public final class SearchServer {
    private final Map<String, Running> searches = new HashMap<>();

    private SearchServer() {}

    private record Running(SearchAlgorithm algorithm, SearchHistory history) {}

    public static void main(String[] arguments) throws IOException {
        serve(System.in, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    /** Serves requests to the end of the input. */
    static void serve(InputStream in, PrintStream out) throws IOException {
        SearchServer server = new SearchServer();
        BufferedReader requests = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            ObjectNode response = JsonNodeFactory.instance.objectNode();
            try {
                response.set("steps", server.steps(Json.MAPPER.readTree(line)));
            } catch (JsonProcessingException | IllegalArgumentException refused) {
                response.put("error", refused.getMessage());
            }
            out.println(response);
        }
    }

    private ArrayNode steps(JsonNode request) {
        String id = request.path("search").asText();
        if (request.has("close")) {
            searches.remove(id);
            return JsonNodeFactory.instance.arrayNode();
        }
        if (request.has("open")) {
            SearchSpec spec = SearchSpecReader.read(
                            request.get("open"),
                            request.path("epochs").intValue(),
                            Direction.of(request.path("direction").asText()))
                    .orElseThrow();
            return advance(id, SearchAlgorithms.of(spec), SearchHistory.empty(spec.seeds()));
        }
        Running search = searches.get(id);
        if (search == null) {
            throw new IllegalArgumentException("search is " + id + "; expected one that was opened");
        }
        Observation observation = new Observation(
                request.path("trial").intValue(),
                request.path("seed").intValue(),
                request.path("epoch").intValue(),
                value(request.path("value")));
        return advance(id, search.algorithm(), search.history().with(observation));
    }

    private static @Nullable Double value(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : null;
    }

    private ArrayNode advance(String id, SearchAlgorithm algorithm, SearchHistory history) {
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        SearchHistory after = history;
        for (SearchStep step : algorithm.next(history)) {
            after = after.with(step);
            written.add(written(step));
        }
        searches.put(id, new Running(algorithm, after));
        return written;
    }

    private static ObjectNode written(SearchStep step) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        switch (step) {
            case StartTrial start ->
                written.put("trial", start.trial())
                        .put("epochs", start.epochs())
                        .set("parameters", Json.tree(start.parameters()));
            case PromoteTrial promotion ->
                written.put("trial", promotion.trial()).put("epochs", promotion.epochs());
            case EndSearch end ->
                written.put("winner", end.winner() == null ? null : end.winner().trial());
        }
        return written;
    }
}
