package dev.atelier.dataset.rest;

import dev.atelier.access.QueryNumber;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The datasets that this service offers. */
@Path("/api/datasets")
@Produces(MediaType.APPLICATION_JSON)
public class DatasetsResource {
    private static final int MOST = 1000;

    private final Catalogue catalogue;

    @Inject
    public DatasetsResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Some of them, by name, and how many there are. */
    public record Listing(@Schema(maxItems = MOST) List<Item> items, int total) {}

    /**
     * One of them.
     *
     * @param pending whether it is not available because it is still being fetched and published
     * @param reason why it is not available; null where it is
     * @param contents null where it is not available
     */
    public record Item(
            String name,
            boolean available,
            boolean pending,
            @Nullable String reason,
            @Nullable Contents contents) {}

    /**
     * What is in it.
     *
     * @param source where its files came from
     * @param trainImages number of images
     * @param testImages number of images
     */
    public record Contents(
            String version,
            String digest,
            String source,
            @Schema(maxItems = 256) List<String> classes,
            ImageShape shape,
            int trainImages,
            int testImages) {}

    @GET
    @Operation(operationId = "datasets", summary = "List the datasets, including those that are not available now")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Listing.class)))
    @APIResponse(responseCode = "400", description = "A parameter is invalid")
    public Response some(
            @QueryParam("limit")
                    @Parameter(
                            description = "Most items to show",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "1000"))
                    @Nullable String limit,
            @QueryParam("offset")
                    @Parameter(
                            description = "How many items to skip",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "0",
                                            maximum = "999999999",
                                            defaultValue = "0"))
                    @Nullable String offset) {
        Collection<Catalogue.Entry> all = catalogue.all();
        List<Item> items = all.stream()
                .skip(QueryNumber.read("offset", offset, 0, 0, 999_999_999))
                .limit(QueryNumber.read("limit", limit, MOST, 1, MOST))
                .map(DatasetsResource::item)
                .toList();
        return Responses.json(200, new Listing(items, all.size()));
    }

    private static Item item(Catalogue.Entry entry) {
        return switch (entry) {
            case Available(DatasetManifest manifest, String notice) ->
                new Item(
                        manifest.name(),
                        true,
                        false,
                        null,
                        new Contents(
                                manifest.version(),
                                manifest.digest(),
                                manifest.source(),
                                manifest.classes(),
                                manifest.shape(),
                                manifest.train().images(),
                                manifest.test().images()));
            case Unavailable(String name, String reason, boolean pending) ->
                new Item(name, false, pending, reason, null);
        };
    }
}
