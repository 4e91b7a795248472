package dev.atelier.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SweepsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger sound = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();

    @Test
    void theyRunByThemselvesAgainAndAgain() {
        try (Sweeps sweeps =
                new Sweeps(List.of(sweep(sound::incrementAndGet)), () -> true, new Sweeps.Pace(SHORT, SHORT, NEVER))) {
            sweeps.start();
            await().atMost(TIMEOUT).until(() -> sound.get() >= 5);
        }
    }

    @Test
    void whateverASweepThrowsItIsTriedAgainSoonAndKeepsNoOtherFromItsWork() {
        Sweep failsFourTimes = sweep(() -> {
            switch (failing.incrementAndGet()) {
                case 1 -> throw new IOException("the disk is gone");
                case 2 -> throw new IllegalStateException("odd");
                case 3 -> throw new StackOverflowError("endless");
                case 4 -> throw new OutOfMemoryError("as if the heap were full");
                default -> {
                    // It works again.
                }
            }
        });
        try (Sweeps sweeps = new Sweeps(
                List.of(failsFourTimes, sweep(sound::incrementAndGet)),
                () -> true,
                new Sweeps.Pace(SHORT, NEVER, SHORT))) {
            sweeps.start();
            await().atMost(TIMEOUT).until(() -> sound.get() == 5);
            assertThat(failing).hasValue(5);
        }
    }

    @Test
    void theFirstWaitsForWhatItNeedsButNotForEver() {
        var looks = new AtomicInteger();
        try (Sweeps sweeps = new Sweeps(
                List.of(sweep(() -> failing.set(looks.get()))),
                () -> looks.incrementAndGet() > 3,
                new Sweeps.Pace(SHORT, NEVER, NEVER))) {
            sweeps.start();
            await().atMost(TIMEOUT).until(() -> failing.get() > 0);
        }
        assertThat(failing).as("looks before the first sweep").hasValue(4);

        try (Sweeps sweeps =
                new Sweeps(List.of(sweep(sound::incrementAndGet)), () -> false, new Sweeps.Pace(SHORT, NEVER, NEVER))) {
            sweeps.start();
            await().atMost(TIMEOUT).until(() -> sound.get() == 1);
        }
    }

    private static Sweep sweep(Work work) {
        return new Sweep() {
            @Override
            public String kind() {
                return "entries";
            }

            @Override
            public Path folder() {
                return Path.of("nowhere");
            }

            @Override
            public void run(Mode mode, Consumer<Deletion> deleted) throws IOException {
                work.run();
                deleted.accept(new Deletion("one", 1, "it is old"));
            }
        };
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
