package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the compose file against the services that it starts and the files that it mounts. */
class ComposeTest {
    private static final Path DEPLOY = Compose.DEPLOY;
    private static final JsonNode COMPOSE = Compose.read().file();
    private static final Map<String, String> DASHBOARD_SOURCES =
            Map.of("ATELIER_PROMETHEUS_URL", "prometheus", "ATELIER_POSTGRES_HOST", "postgres");

    @ParameterizedTest
    @MethodSource("dev.atelier.pipeline.Compose#built")
    void everyServiceIsBuiltAndToldOnlyWhatItKnows(String name) throws IOException {
        JsonNode service = COMPOSE.at("/services/" + name);
        assertThat(service.path("image").asText()).isEqualTo("atelier/" + name);
        assertThat(service.at("/build/args/SERVICE").asText()).isEqualTo(name);
        assertThat(DEPLOY.resolve(service.at("/build/context").asText())
                        .resolve(service.at("/build/dockerfile").asText()))
                .exists();
        assertThat(service.path("read_only").asBoolean()).isTrue();
        for (var variable : service.path("environment").properties()) {
            assertThat(ServiceSettings.known(name, variable.getKey()))
                    .as(name + " knows " + variable.getKey())
                    .isTrue();
        }
        String port = ServiceSettings.of(name).getProperty("quarkus.http.port");
        for (JsonNode published : service.path("ports")) {
            assertThat(published.asText()).isEqualTo("127.0.0.1:%s:%s", port, port);
        }
        assertThat(Files.readString(DEPLOY.resolve("compose/targets.yaml")))
                .contains("[\"" + name + ":" + port + "\"]");
    }

    @Test
    void nothingIsPublishedToOtherMachines() {
        COMPOSE.path("services")
                .forEach(service -> service.path("ports")
                        .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        for (JsonNode service : COMPOSE.path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                if (source.startsWith("./")) {
                    assertThat(DEPLOY.resolve(source)).exists();
                } else {
                    assertThat(COMPOSE.path("volumes").has(source)).as(source).isTrue();
                }
            }
        }
    }

    @Test
    void grafanaIsGivenEverythingThatItsDataSourcesNeed() throws IOException {
        JsonNode environment = COMPOSE.at("/services/grafana/environment");
        String sources = Files.readString(DEPLOY.resolve("grafana/provisioning/datasources/atelier.yaml"));
        assertThat(List.of(sources.split("\\$\\{")).stream().skip(1).map(text -> text.split("}", 2)[0]))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(environment.has(name)).as(name).isTrue());
        DASHBOARD_SOURCES.forEach(
                (name, service) -> assertThat(environment.path(name).asText()).contains(service));
    }
}
