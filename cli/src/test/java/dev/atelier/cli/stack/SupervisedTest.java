package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Health;
import dev.atelier.cli.stack.service.Service;
import dev.atelier.localstack.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One service under supervision, a process that does nothing and says of itself what the test wants. */
class SupervisedTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final LivenessWatch.Settings QUICK =
            new LivenessWatch.Settings(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMinutes(10));

    @TempDir
    Path folder;

    private volatile Health liveness = Health.UP;
    private volatile boolean ready = true;
    private final AtomicInteger failures = new AtomicInteger();
    private final Supervised supervised = new Supervised(new Fake(), QUICK, () -> {});
    private Thread thread = Thread.currentThread();

    @AfterEach
    void stop() throws Exception {
        supervised.stop();
        thread.join();
        assertThat(supervised.describe().state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void startsAProcessAgainThatIsNotLiveForLongAndReportsWhy() {
        long first = startAndAwaitRunning();
        liveness = new Health(Health.Status.DOWN, List.of("job-queue: no turn"));

        await().atMost(LIMIT).until(() -> supervised.describe().restarts() > 0);
        liveness = Health.UP;

        await().atMost(LIMIT).until(this::isRunning);
        ServiceRecord record = supervised.describe();
        assertThat(record.pid()).isNotEqualTo(first);
        assertThat(record.reason()).startsWith("was not live for ").endsWith(" s: job-queue: no turn");
    }

    @Test
    void startsAProcessAgainThatIsNotLiveBeforeItWasReady() {
        ready = false;
        liveness = new Health(Health.Status.DOWN, List.of("library: cannot be loaded"));
        thread = LastingThread.start("fake", supervised);

        await().atMost(LIMIT).until(() -> supervised.describe().restarts() > 0);
    }

    @Test
    void leavesAProcessAloneThatIsSilentWhileItStarts() {
        ready = false;
        liveness = Health.silent(1);
        thread = LastingThread.start("fake", supervised);
        await().atMost(LIMIT).until(() -> supervised.describe().pid() != null);
        Long first = supervised.describe().pid();

        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .until(() -> supervised.describe().restarts() == 0);
        ready = true;
        await().atMost(LIMIT).until(this::isRunning);
        assertThat(supervised.describe().pid()).isEqualTo(first);
    }

    @Test
    void goesOnAfterWhateverFailure() {
        failures.set(3);

        startAndAwaitRunning();

        assertThat(failures).hasValue(0);
    }

    @Test
    void reportsThatItsProcessEnded() {
        long first = startAndAwaitRunning();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(LIMIT).until(() -> supervised.describe().restarts() > 0 && isRunning());

        assertThat(supervised.describe().reason()).isEqualTo("its process ended");
    }

    private long startAndAwaitRunning() {
        thread = LastingThread.start("fake", supervised);
        await().atMost(LIMIT).until(this::isRunning);
        return Objects.requireNonNull(supervised.describe().pid());
    }

    private boolean isRunning() {
        return supervised.describe().state() == ServiceState.RUNNING;
    }

    private final class Fake implements Service {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public Set<String> after() {
            return Set.of();
        }

        @Override
        public String tag() {
            return "fake@" + folder;
        }

        @Override
        public Launch launch() {
            return new Launch(
                    "fake",
                    List.of("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.05; done", tag()),
                    tag(),
                    Map.of(),
                    folder.resolve("fake.log"),
                    Launch.StopSignal.TERM,
                    Duration.ofSeconds(5));
        }

        /** Failures of both kinds: those that are expected where a start fails, and those that are not. */
        @Override
        public void prepare() {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                if (failures.get() == 1) {
                    throw new IllegalStateException("No space left on device");
                }
                throw new NoClassDefFoundError("a class that was never loaded");
            }
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public Health liveness() {
            return liveness;
        }
    }
}
