package dev.atelier.trainer.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The trainer is live while each worker's queue thread polls, which it does many times a minute, whether there is no job or
 * one that takes hours, and while the work on its jobs shows signs of progress. Only a thread that hangs or has died
 * makes it unhealthy; a restart gives the jobs and their cores back.
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
        Optional<String> reason = trainer.hungFor()
                .map(silence -> "the work on a job has shown no sign of progress for " + silence.toSeconds() + " s")
                .or(() -> since.compareTo(LONGEST_TURN) < 0
                        ? Optional.empty()
                        : Optional.of("the queue's thread has not polled for " + since.toSeconds() + " s"));
        var response = HealthCheckResponse.named("job-queue")
                .status(reason.isEmpty())
                .withData("secondsSinceLastTurn", since.toSeconds());
        reason.ifPresent(sentence -> response.withData("reason", sentence));
        return response.build();
    }
}
