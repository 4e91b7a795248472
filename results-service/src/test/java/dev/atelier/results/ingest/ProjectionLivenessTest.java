package dev.atelier.results.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.health.ProjectionLiveness;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What liveness says of the projection's thread, by a clock of the test's own. */
class ProjectionLivenessTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration TURN = Duration.ofMinutes(10);

    private final AtomicLong clock = new AtomicLong();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile Thread thread = Thread.currentThread();
    private ProjectionLoop loop;

    @AfterEach
    void stop() throws InterruptedException {
        released.countDown();
        loop.stop();
    }

    @Test
    void aThreadThatHasEndedNeedsARestart() {
        start(Infrastructure.newDatabase(), () -> thread = Thread.currentThread());
        await().atMost(LIMIT).until(() -> {
            // It looks at its lag once a second.
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            return loop.status().ready();
        });
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        thread.interrupt();

        await().atMost(LIMIT).until(() -> health().getStatus() == HealthCheckResponse.Status.DOWN);
        assertThat(reason()).isEqualTo("The projection's thread has ended");
    }

    @Test
    void aThreadThatStaysWithOneThingForTooLongNeedsARestart() throws Exception {
        start(Infrastructure.newDatabase(), () -> {
            held.countDown();
            released.await();
        });
        held.await();
        clock.set(TURN.toNanos());
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        clock.set(TURN.plusSeconds(1).toNanos());

        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(reason()).contains("made no progress for 601 s; atelier.results.turn-timeout is 600 s");
        released.countDown();
        await().atMost(LIMIT).until(() -> health().getStatus() == HealthCheckResponse.Status.UP);
    }

    @Test
    void aDatabaseThatIsAwayForLongIsNoReasonForARestart() {
        start("jdbc:postgresql://localhost:" + Ports.free(1).getFirst() + "/nobody", () -> {});
        await().atMost(LIMIT).until(() -> loop.status().obstacle().orElse("").contains("cannot be migrated"));

        for (int hour = 1; hour <= 2; hour++) {
            clock.set(Duration.ofHours(hour).toNanos());
            await().atMost(LIMIT).until(() -> health().getStatus() == HealthCheckResponse.Status.UP);
        }
        assertThat(loop.status().ready()).isFalse();
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void start(String url, Step beforeMigration) {
        TestDatabase database = new TestDatabase(url);
        loop = new ProjectionLoop(
                database.source(),
                new LogSettings(
                        Broker.at(Infrastructure.bootstrapServers()),
                        Infrastructure.newTopic("events", 1),
                        500,
                        Duration.ofSeconds(30)),
                () -> {
                    try {
                        beforeMigration.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    database.migrate();
                },
                ProjectionLoopTest.NOBODY,
                clock::get,
                new SimpleMeterRegistry());
        loop.start();
    }

    private HealthCheckResponse health() {
        return new ProjectionLiveness(new ProjectionService(loop), TURN).call();
    }

    private String reason() {
        return health().getData().orElseThrow().get("reason").toString();
    }
}
