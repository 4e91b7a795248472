package dev.atelier.results.health;

import dev.atelier.results.ingest.ProjectionService;
import dev.atelier.results.ingest.ProjectionStatus;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the projection has caught up, and so long as the database and the broker answer. A broken record or a long lag
 * makes nothing unready.
 */
@Readiness
@Singleton
public final class ProjectionReadiness implements HealthCheck {
    private final ProjectionService projection;

    public ProjectionReadiness(ProjectionService projection) {
        this.projection = projection;
    }

    @Override
    public HealthCheckResponse call() {
        ProjectionStatus status = projection.status();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("projection")
                .withData("lagRecords", status.lagRecords())
                .withData("rebuilding", status.rebuilding());
        status.obstacle()
                .or(() -> status.caughtUp() ? Optional.empty() : Optional.of("The projection is catching up"))
                .ifPresent(reason -> response.withData("reason", reason));
        return response.status(status.ready()).build();
    }
}
