package dev.atelier.results.health;

import dev.atelier.results.ingest.ProjectionService;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive so long as the projection's thread goes from one thing to the next, if only from one try to another. A thread that
 * has ended, or that has stayed with one thing for too long, needs a restart; what is merely away never does.
 */
@Liveness
@Singleton
public final class ProjectionLiveness implements HealthCheck {
    private final ProjectionService projection;
    private final Duration limit;

    public ProjectionLiveness(
            ProjectionService projection,
            @ConfigProperty(name = "atelier.results.machine-timeout", defaultValue = "10m") Duration limit) {
        this.projection = projection;
        this.limit = limit;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = projection.sinceLastTurn();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("projection thread").withData("secondsSinceLastTurn", since.toSeconds());
        if (projection.hasEnded()) {
            return response.withData("reason", "The projection's thread has ended")
                    .down()
                    .build();
        }
        return since.compareTo(limit) <= 0
                ? response.up().build()
                : response.withData(
                                "reason",
                                "The projection's thread has made no progress for " + since.toSeconds()
                                        + " s; atelier.results.turn-timeout is " + limit.toSeconds() + " s")
                        .down()
                        .build();
    }
}
