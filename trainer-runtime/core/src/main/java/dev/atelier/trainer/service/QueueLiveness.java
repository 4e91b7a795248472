package dev.atelier.trainer.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The trainer lives while its queue's thread goes round, which it does many times a minute, whether there is no job or
 * one that takes hours. No job and no message can make it unhealthy, only a thread that hangs or has died.
 */
@Liveness
@ApplicationScoped
public class QueueLiveness implements HealthCheck {
    static final Duration LONGEST_TURN = Duration.ofMinutes(3);

    private final Trainer trainer;

    QueueLiveness(Trainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = trainer.sinceLastTurn();
        return HealthCheckResponse.named("job-queue")
                .status(since.compareTo(LONGEST_TURN) < 0)
                .withData("secondsSinceLastTurn", since.toSeconds())
                .build();
    }
}
