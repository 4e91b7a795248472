package dev.atelier.trainer.service;

import dev.atelier.trainer.control.Controls;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The trainer is live while the thread that reads controls polls, which it also does while Kafka is unavailable. Where
 * it hangs or has ended, no cancellation and no pin would reach the trainer any more; a restart reads them all again.
 */
@Liveness
@ApplicationScoped
public class ControlsLiveness implements HealthCheck {
    /** Far longer than Kafka's clients wait for an unavailable broker. */
    static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private final Trainer trainer;

    ControlsLiveness(Trainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public HealthCheckResponse call() {
        return response(trainer.controls());
    }

    static HealthCheckResponse response(Controls controls) {
        Duration since = controls.sinceLastTurn();
        boolean lives = since.compareTo(LONGEST_TURN) < 0;
        var response =
                HealthCheckResponse.named("controls").status(lives).withData("secondsSinceLastTurn", since.toSeconds());
        if (!lives) {
            response.withData(
                    "reason", "the thread that reads controls has not polled for " + since.toSeconds() + " s");
        }
        return response.build();
    }
}
