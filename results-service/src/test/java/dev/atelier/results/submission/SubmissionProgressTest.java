package dev.atelier.results.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.EventWriter;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The page that follows a submission links to its jobs, and the links open. */
@QuarkusTest
class SubmissionProgressTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    @Inject
    SubmissionProgress progress;

    @Test
    void aSubmissionIsWaitedForUntilEachOfItsJobsHasAPage() throws Exception {
        SubmissionAccepted accepted =
                SampleEvents.study("s-waited-for", "a-study-waited-for", "waited-for-1", "waited-for-2");
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            assertThat(progress.awaitProjected(accepted, SHORT)).isFalse();
            log.publish(accepted, SampleEvents.queued("waited-for-1", 1));
            assertThat(progress.awaitProjected(accepted, SHORT)).isFalse();

            CompletableFuture<Boolean> projected = CompletableFuture.supplyAsync(() -> await(accepted));
            log.publish(SampleEvents.queued("waited-for-2", 1));

            assertThat(projected.get()).isTrue();
        }
    }

    private boolean await(SubmissionAccepted accepted) {
        try {
            return progress.awaitProjected(accepted, LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
