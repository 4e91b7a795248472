package dev.atelier.dataset.rest;

import dev.atelier.access.QueryNumber;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.OfferedDataset;
import dev.atelier.contracts.dataset.OfferedDatasets;
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
import org.jspecify.annotations.Nullable;

/** The datasets that this service offers, including those that are not available now. */
@Path("/api/catalogue")
@Produces(MediaType.APPLICATION_JSON)
public class CatalogueResource {
    private static final int MOST = 1000;

    private final Catalogue catalogue;

    @Inject
    public CatalogueResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    public Response some(@QueryParam("limit") @Nullable String limit, @QueryParam("offset") @Nullable String offset) {
        Collection<Catalogue.Entry> all = catalogue.all();
        List<OfferedDataset> items = all.stream()
                .skip(QueryNumber.read("offset", offset, 0, 0, 999_999_999))
                .limit(QueryNumber.read("limit", limit, MOST, 1, MOST))
                .map(CatalogueResource::item)
                .toList();
        return Responses.json(200, new OfferedDatasets(items, all.size()));
    }

    private static OfferedDataset item(Catalogue.Entry entry) {
        return switch (entry) {
            case Available(DatasetManifest manifest, String notice) -> OfferedDataset.of(manifest);
            case Unavailable(String name, String reason, boolean pending) ->
                new OfferedDataset(name, false, pending, reason, null);
        };
    }
}
