package dev.atelier.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.trainer.control.Controls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ControlsLivenessTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    /** Stands still unless the test moves it. */
    private final AtomicLong clock = new AtomicLong();

    private final AtomicReference<Optional<Thread>> thread = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void aThreadThatHangsIsNoticed() throws Exception {
        try (Controls controls = new Controls(Broker.at("localhost:1"), this::timeForTheThread)) {
            controls.start();
            hangs.set(true);
            hanging.await();
            assertThat(status(controls)).isEqualTo(Status.UP);
            pass(ControlsLiveness.LONGEST_TURN);
            assertDown(controls);
        } finally {
            released.countDown();
        }
    }

    @Test
    void aThreadThatHasEndedIsNoticed() throws Exception {
        try (Controls controls = new Controls(Broker.at("localhost:1"), this::timeForTheThread)) {
            controls.start();
            await().atMost(TIMEOUT).until(() -> thread.get().isPresent());
            controls.close();
            thread.get().orElseThrow().join(TIMEOUT);
            pass(ControlsLiveness.LONGEST_TURN);
            assertDown(controls);
        }
    }

    @Test
    void aThreadThatWaitsForTheBrokerLives() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        try (Controls controls = new Controls(Broker.at(broker.bootstrapServers()), clock::get)) {
            controls.start();
            assertLivesOn(controls);
            broker.start();
            assertLivesOn(controls);
            broker.kill();
            assertLivesOn(controls);
            assertLivesOn(controls);
        } finally {
            broker.kill();
        }
    }

    private void assertLivesOn(Controls controls) {
        pass(ControlsLiveness.LONGEST_TURN);
        await("the thread goes round").atMost(TIMEOUT).until(() -> status(controls) == Status.UP);
    }

    private static void assertDown(Controls controls) {
        HealthCheckResponse response = ControlsLiveness.response(controls);
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow())
                .hasEntrySatisfying(
                        "reason",
                        reason -> assertThat(reason.toString())
                                .startsWith("the thread that reads controls has not polled for "));
    }

    private static Status status(Controls controls) {
        return ControlsLiveness.response(controls).getStatus();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** The time; a thread that is to hang does not come back with it. */
    private long timeForTheThread() {
        if (Thread.currentThread().getName().equals("controls")) {
            thread.set(Optional.of(Thread.currentThread()));
            if (hangs.get()) {
                hanging.countDown();
                awaitRelease();
            }
        }
        return clock.get();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
