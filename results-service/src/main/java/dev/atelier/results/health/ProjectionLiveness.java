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
 * Live while the projection's thread makes progress, if only from one retry to the next. A thread that
 * has ended, or that makes no progress for too long, needs a restart; an unavailable database or broker does not.
 */
@Liveness
@Singleton
public final class ProjectionLiveness implements HealthCheck {
    private static final String LIMIT = "atelier.results.turn-timeout";

    private final ProjectionService projection;
    private final Duration limit;

    public ProjectionLiveness(
            ProjectionService projection, @ConfigProperty(name = LIMIT, defaultValue = "10m") Duration limit) {
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
                                "The projection's thread has made no progress for " + since.toSeconds() + " s; " + LIMIT
                                        + " is " + limit.toSeconds() + " s")
                        .down()
                        .build();
    }
}
