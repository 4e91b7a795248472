package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the dashboards with the types that Grafana publishes, in the version that the compose file runs. */
class DashboardSchemaTest {
    private static final String GRAFANA = "12.2.1";

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(new ObjectMapper()
                        .readTree(DashboardSchemaTest.class.getResourceAsStream("/grafana/dashboard.schema.json")));
    }

    @Test
    void theSchemaIsOfTheVersionThatRuns() throws IOException {
        assertThat(Files.readString(Compose.DEPLOY.resolve("compose.yaml"))).contains("grafana/grafana:" + GRAFANA);
        try (var types = DashboardSchemaTest.class.getResourceAsStream("/grafana/GrafanaDashboard.ts")) {
            assertThat(new String(types.readAllBytes(), StandardCharsets.UTF_8)).contains("@grafana/schema@" + GRAFANA);
        }
    }

    static Stream<Dashboard> dashboards() throws IOException {
        return Dashboard.all().stream();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyFieldIsOneOfGrafana(Dashboard dashboard) {
        assertThat(schema.validate(dashboard.root())).as(dashboard.uid()).isEmpty();
    }

    static Stream<Consumer<ObjectNode>> mistakes() {
        return Stream.of(
                dashboard -> dashboard.put("refreshEvery", "5s"),
                dashboard -> dashboard.remove("schemaVersion"),
                dashboard -> timeSeries(dashboard).put("type", "timeserie"),
                dashboard -> timeSeries(dashboard).put("name", "x"),
                dashboard -> options(dashboard).put("legends", true),
                dashboard -> ((ObjectNode) options(dashboard).path("legend")).put("displayMode", "lists"),
                dashboard -> ((ObjectNode) timeSeries(dashboard).at("/fieldConfig/defaults")).put("units", "s"),
                dashboard -> ((ObjectNode) timeSeries(dashboard).at("/gridPos")).put("w", "wide"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsFound(Consumer<ObjectNode> mistake) throws IOException {
        ObjectNode dashboard = (ObjectNode) Dashboard.all().getFirst().root();
        mistake.accept(dashboard);

        List<Error> errors = schema.validate(dashboard);

        assertThat(errors).isNotEmpty();
    }

    private static ObjectNode timeSeries(ObjectNode dashboard) {
        return (ObjectNode) Dashboard.stream(dashboard.path("panels"))
                .filter(panel -> panel.path("type").asText().equals("timeseries"))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode options(ObjectNode dashboard) {
        return (ObjectNode) timeSeries(dashboard).path("options");
    }
}
