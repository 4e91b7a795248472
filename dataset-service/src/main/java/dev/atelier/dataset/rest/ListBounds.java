package dev.atelier.dataset.rest;

import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.StudyExpansion;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Adds to the description of the interface how long the lists of the contracts' own types can be. */
public final class ListBounds implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI description) {
        bound(description, SubmissionAccepted.class, "members", StudyExpansion.MAX_JOBS);
        // The last one stands for those that are left out.
        bound(description, SubmissionRejected.class, "violations", Violations.LIMIT + 1);
    }

    private static void bound(OpenAPI description, Class<?> type, String list, int most) {
        Optional.ofNullable(description.getComponents())
                .map(components -> components.getSchemas())
                .map(schemas -> schemas.get(type.getSimpleName()))
                .map(Schema::getProperties)
                .map((Map<String, Schema> properties) -> properties.get(list))
                .ifPresent(schema -> schema.setMaxItems(most));
    }
}
