package dev.atelier.trainer.service;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The trainer is ready when it takes part in the queue and knows which jobs are cancelled. */
@Readiness
@ApplicationScoped
public class QueueReadiness implements HealthCheck {
    private final Trainer trainer;

    QueueReadiness(Trainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("trainer")
                .status(trainer.takesJobs() && trainer.knowsControls())
                .withData("queue", trainer.takesJobs())
                .withData("controls", trainer.knowsControls())
                .build();
    }
}
