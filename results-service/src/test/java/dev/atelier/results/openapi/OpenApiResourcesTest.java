package dev.atelier.results.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.access.QueryParameters;
import dev.atelier.contracts.json.Yaml;
import dev.atelier.testsupport.ResourceMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code docs/openapi.yaml} against the resources of this service. */
class OpenApiResourcesTest {
    private static final JsonNode DOCUMENT = read();

    static List<ResourceMethod> resources() {
        return ResourceMethod.in("dev.atelier.results").stream()
                // All others are pages.
                .filter(resource ->
                        resource.path().startsWith("/api/") || resource.path().contains("/report."))
                .toList();
    }

    @Test
    void everyResourceIsDescribedAndNothingElse() {
        assertThat(operations().keySet())
                .hasSizeGreaterThan(30)
                .isEqualTo(resources().stream()
                        .map(OpenApiResourcesTest::operation)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theParametersAreThoseOfTheResource(ResourceMethod resource) {
        JsonNode operation = operations().get(operation(resource));

        assertThat(parameters(operation, "query"))
                .isEqualTo(QueryParameters.of(resource.method()).keySet());
        assertThat(parameters(operation, "path"))
                .allSatisfy(name -> assertThat(resource.path()).contains("{" + name + "}"))
                .hasSize(resource.path().split("\\{", -1).length - 1);
        assertThat(operation.path("summary").asText()).isNotEmpty();
        assertThat(operation.path("tags")).hasSize(1);
        assertThat(operation.path("operationId").asText()).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
        List<String> references = DOCUMENT.findValuesAsText("$ref");
        Set<String> schemas = new TreeSet<>();
        DOCUMENT.at("/components/schemas").fieldNames().forEachRemaining(schemas::add);

        assertThat(references)
                .allSatisfy(reference -> assertThat(DOCUMENT.at(reference.substring(1)))
                        .as(reference)
                        .isNotEmpty());
        assertThat(references)
                .containsAll(
                        schemas.stream().map("#/components/schemas/"::concat).toList());
    }

    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
        return operations;
    }

    private static String operation(ResourceMethod resource) {
        return resource.verb() + " " + resource.path();
    }

    private static Set<String> parameters(JsonNode operation, String in) {
        return operation
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.has("$ref")
                        ? DOCUMENT.at(parameter.path("$ref").asText().substring(1))
                        : parameter)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static JsonNode read() {
        try {
            return Yaml.read(Files.readString(Path.of("..", "docs", "openapi.yaml")), "docs/openapi.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
