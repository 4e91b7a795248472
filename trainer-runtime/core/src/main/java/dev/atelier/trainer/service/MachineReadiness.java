package dev.atelier.trainer.service;

import dev.atelier.trainer.outage.Outage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The trainer is ready when nothing of its machine keeps it from working; else it reports what does. */
@Readiness
@ApplicationScoped
public class MachineReadiness implements HealthCheck {
    private final Trainer trainer;

    MachineReadiness(Trainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<Outage> outage = trainer.outage();
        var response = HealthCheckResponse.named("machine").status(outage.isEmpty());
        outage.ifPresent(now -> response.withData("reason", now.reason())
                .withData("kind", now.kind().word())
                .withData("since", now.since().toString()));
        return response.build();
    }
}
