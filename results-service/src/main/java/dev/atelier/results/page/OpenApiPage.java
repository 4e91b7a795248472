package dev.atelier.results.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.Yaml;
import dev.atelier.results.page.template.Html;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The description of the REST API, {@code docs/openapi.yaml}: as a page and as files. */
@Path("/")
@Blocking
public final class OpenApiPage {
    private static final String FILE = "/openapi.yaml";
    private static final String YAML = "application/yaml;charset=UTF-8";

    private final Template page;

    public OpenApiPage(@Location("openapi.html") Template page) {
        this.page = page;
    }

    @GET
    @Path("openapi")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response page() {
        return Html.page(page.instance());
    }

    @GET
    @Path("openapi.yaml")
    @Produces(YAML)
    @Operation(hidden = true)
    public String yaml() {
        return read();
    }

    @GET
    @Path("openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public byte[] json() {
        JsonNode document = Yaml.read(read(), FILE);
        return Json.bytes(document);
    }

    private static String read() {
        try (InputStream in = OpenApiPage.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not part of this service");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
