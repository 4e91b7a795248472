package dev.atelier.dataset.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.access.QueryParameters;
import dev.atelier.contracts.json.Yaml;
import dev.atelier.testsupport.ResourceMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/openapi.yaml}, in which the results service describes them as its own, against the resources of this service. */
class OpenApiResourcesTest {
    @Test
    void everyResourceIsDescribedWithItsParameters() throws IOException {
        JsonNode paths = Yaml.read(Files.readString(Path.of("..", "docs", "openapi.yaml")), "docs/openapi.yaml")
                .path("paths");
        List<ResourceMethod> resources = ResourceMethod.in("dev.atelier.dataset");

        assertThat(resources).hasSizeGreaterThan(7).allSatisfy(resource -> {
            JsonNode operation =
                    paths.path(resource.path()).path(resource.verb().toLowerCase(Locale.ROOT));
            assertThat(operation.path("operationId").asText()).isNotEmpty();
            assertThat(operation
                            .path("parameters")
                            .valueStream()
                            .filter(parameter -> parameter.path("in").asText().equals("query"))
                            .map(parameter -> parameter.path("name").asText())
                            .collect(Collectors.toSet()))
                    .isEqualTo(QueryParameters.of(resource.method()).keySet());
        });
    }
}
