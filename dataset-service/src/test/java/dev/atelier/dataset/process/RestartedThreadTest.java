package dev.atelier.dataset.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RestartedThreadTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void workThatFailsBeginsAgain() {
        List<Throwable> failures = List.of(
                new IllegalStateException("a mistake"),
                new OutOfMemoryError("large"),
                new StackOverflowError(),
                new AssertionError("impossible"));
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        try (RestartedThread thread = new RestartedThread("test", Duration.ofMillis(1), () -> {
            int attempt = begun.getAndIncrement();
            if (attempt < failures.size()) {
                fail(failures.get(attempt));
            }
            never.await();
        })) {
            thread.start();
            await().atMost(LIMIT).until(() -> begun.get() == failures.size() + 1);
            assertThat(thread.hasEnded()).isFalse();
        }
    }

    @Test
    void workThatIsDoneDoesNotBeginAgain() {
        AtomicInteger begun = new AtomicInteger();
        try (RestartedThread thread = new RestartedThread("test", Duration.ZERO, begun::incrementAndGet)) {
            thread.start();
            await().atMost(LIMIT).until(() -> begun.get() == 1);
            thread.start();
            assertThat(thread.hasEnded()).isFalse();
        }
        assertThat(begun).hasValue(1);
    }

    @Test
    void itIsClosedWhileItWaitsToBeginAgain() {
        Thread[] own = new Thread[1];
        try (RestartedThread thread = new RestartedThread("test", Duration.ofDays(1), () -> {
            own[0] = Thread.currentThread();
            throw new IllegalStateException("for a day");
        })) {
            thread.start();
            await().atMost(LIMIT).until(() -> own[0] != null);
        }
        await().atMost(LIMIT).until(() -> !own[0].isAlive());
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
