package dev.atelier.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void namesEachFieldByItsPath() {
        assertThat(Parameters.of(json("""
                        {"model": {"hidden": [256, 10], "bias": true, "none": [], "more": {}}, "limit": null,
                         "eps": 1e-8, "n": 3, "name": "a"}""")))
                .containsExactly(
                        Map.entry("eps", "1e-8"),
                        Map.entry("limit", "null"),
                        Map.entry("model.bias", "true"),
                        Map.entry("model.hidden", "[256,10]"),
                        Map.entry("model.none", "[]"),
                        Map.entry("n", "3"),
                        Map.entry("name", "a"));
    }

    @Test
    void keepsNamesDistinctThatMlflowDoesNotAllow() {
        assertThat(Parameters.of(json("{\"tags\": {\"a/b\": \"1\", \"a:b\": \"2\", \"a_b\": \"3\", \"\": \"4\"}}")))
                .containsExactly(
                        Map.entry("tags.", "4"),
                        Map.entry("tags.a_b", "1"),
                        Map.entry("tags.a_b_2", "2"),
                        Map.entry("tags.a_b_3", "3"));
    }

    @Test
    void staysWithinTheLengthsThatMlflowAllows() {
        String longName = "n".repeat(300);
        Map<String, String> parameters = Parameters.of(
                Json.tree(Map.of("text", "x".repeat(5999) + "🙂", longName + "1", "a", longName + "2", "b")));

        assertThat(parameters)
                .containsEntry("text", "x".repeat(5999))
                .containsEntry("n".repeat(250), "a")
                .containsEntry("n".repeat(248) + "_2", "b");
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
