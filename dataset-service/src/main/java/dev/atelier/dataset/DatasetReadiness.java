package dev.atelier.dataset;

import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports of each dataset whether it is available, and else why not. The service is ready all the same: no one dataset keeps
 * it from answering submissions.
 */
@Readiness
@ApplicationScoped
public class DatasetReadiness implements HealthCheck {
    private final Catalogue catalogue;

    @Inject
    public DatasetReadiness(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("datasets").up();
        for (Catalogue.Entry entry : catalogue.all()) {
            response.withData(
                    entry.name(),
                    switch (entry) {
                        case Available(var manifest, String notice) ->
                            "available as " + manifest.key()
                                    + (notice.isEmpty() ? "" : ", published before. " + notice);
                        case Unavailable(String name, String reason, boolean pending) -> reason;
                    });
        }
        return response.build();
    }
}
