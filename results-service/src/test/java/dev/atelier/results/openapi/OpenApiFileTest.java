package dev.atelier.results.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.Yaml;
import dev.atelier.contracts.schema.EditSchema;
import dev.atelier.results.rest.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Keeps {@code docs/openapi.yaml}, which the service serves, as the annotations and the Javadoc have it. With
 * {@code -Dupdate.docs=true} it is written anew.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class OpenApiFileTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FILE = ROOT.resolve("docs/openapi.yaml");
    private static final DumpSettings STYLE = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSchema(new CoreSchema())
            .setWidth(130)
            .build();
    private static final Pattern JAVA_NUMBER = Pattern.compile("(\\d)\\.0E(-\\d+)$", Pattern.MULTILINE);

    @TestHTTPResource("/q/openapi?format=json")
    URI scanned;

    @Test
    void theFileIsAsTheCodeHasIt() throws IOException {
        SourceTypes sources = SourceTypes.of(
                ROOT.resolve("contracts/src/main/java"),
                ROOT.resolve("http-access/src/main/java"),
                ROOT.resolve("results-service/src/main/java"));
        ObjectNode document = new DocumentBuilder(sources, parts()).build(scan());
        String text = "# Written by OpenApiFileTest: -Dupdate.docs=true writes it anew.\n"
                + JAVA_NUMBER
                        .matcher(new Dump(STYLE).dumpToString(Json.MAPPER.convertValue(document, LinkedHashMap.class)))
                        .replaceAll("$1e$2");

        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(FILE, text);
        }
        assertThat(Files.readString(FILE))
                .as("docs/openapi.yaml; -Dupdate.docs=true writes it anew")
                .isEqualTo(text);
        assertThat(Yaml.read(text, "openapi.yaml")).isEqualTo(Json.read(Json.bytes(document), JsonNode.class));
    }

    @Test
    void anEditHasTagsOfTheNamesThatTheServiceAccepts() throws IOException {
        JsonNode names = parts().at("/components/schemas/LabelPatch/properties/tags/propertyNames");
        JsonNode accepted = EditSchema.document().at("/properties/tags/propertyNames");

        for (String bound : List.of("minLength", "maxLength")) {
            assertThat(names.path(bound)).isEqualTo(accepted.path(bound));
        }
        for (String name : List.of("a", "a.b c", "a=b", "=")) {
            assertThat(name.matches(names.path("pattern").asText()))
                    .as(name)
                    .isEqualTo(name.matches(accepted.path("pattern").asText()));
        }
    }

    private JsonNode scan() throws IOException {
        try (InputStream in = scanned.toURL().openStream()) {
            return Json.read(in.readAllBytes(), JsonNode.class);
        }
    }

    private static JsonNode parts() throws IOException {
        try (InputStream in = Objects.requireNonNull(OpenApiFileTest.class.getResourceAsStream("parts.yaml"))) {
            return Yaml.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), "parts.yaml");
        }
    }
}
