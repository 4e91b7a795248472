package dev.atelier.trainer.service;

import dev.atelier.contracts.check.Counted;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import dev.atelier.trainer.retention.Sweep.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Runs all sweeps of a trainer once an hour, after a minute where one of them could not do its work, and whenever it is
 * requested; one at a time. A failed sweep does not prevent the others.
 */
final class Sweeps implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sweeps.class);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration RETRY_DELAY = Duration.ofMinutes(1);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    /** So often the first sweeps are delayed until what they need has been read. */
    private static final int DELAYS = 12;

    private final List<Sweep> sweeps;
    private final BooleanSupplier ready;
    private final Pace pace;
    private int delays;
    private final ReentrantLock running = new ReentrantLock();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("retention").daemon().factory());

    /** @param ready whether what sweeps need has been read; the first ones wait for it, two minutes at most */
    Sweeps(List<Sweep> sweeps, BooleanSupplier ready) {
        this(sweeps, ready, new Pace(FIRST_DELAY, INTERVAL, RETRY_DELAY));
    }

    Sweeps(List<Sweep> sweeps, BooleanSupplier ready, Pace pace) {
        this.sweeps = List.copyOf(sweeps);
        this.ready = ready;
        this.pace = pace;
    }

    /**
     * When sweeps run by themselves.
     *
     * @param first time from the start to the first
     * @param interval time from one to the next
     * @param retry the same where one could not do its work
     */
    record Pace(Duration first, Duration interval, Duration retry) {}

    /**
     * The outcome for one kind.
     *
     * @param failure why not all that is due was deleted, if so
     */
    record Outcome(String kind, Path folder, List<Deletion> deleted, Optional<String> failure) {
        Outcome {
            deleted = List.copyOf(deleted);
        }

        long bytes() {
            return deleted.stream().mapToLong(Deletion::bytes).sum();
        }
    }

    void start() {
        schedule(pace.first());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Runs all sweeps; empty where they are running for longer than the timeout already. */
    Optional<List<Outcome>> run(Mode mode, Duration timeout) throws InterruptedException {
        if (!running.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    sweeps.stream().map(sweep -> outcome(sweep, mode)).toList());
        } finally {
            running.unlock();
        }
    }

    private void runScheduled() {
        if (delays < DELAYS && !ready.getAsBoolean()) {
            delays++;
            schedule(pace.first());
            return;
        }
        delays = DELAYS;
        Duration delay = pace.retry();
        try {
            boolean failed = run(Mode.DELETE, pace.retry()).orElse(List.of()).stream()
                    .anyMatch(outcome -> outcome.failure().isPresent());
            delay = failed ? pace.retry() : pace.interval();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            schedule(delay);
        }
    }

    private void schedule(Duration delay) {
        if (!thread.isShutdown()) {
            thread.schedule(this::runScheduled, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Outcome outcome(Sweep sweep, Mode mode) {
        List<Deletion> deleted = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        try {
            sweep.run(mode, deleted::add);
        } catch (IOException | RuntimeException | Error e) {
            failure = Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
            LOG.warnf("Not all %s that are due were deleted; retrying: %s", sweep.kind(), e);
        }
        Outcome outcome = new Outcome(sweep.kind(), sweep.folder(), deleted, failure);
        if (mode == Mode.DELETE && !deleted.isEmpty()) {
            LOG.infof(
                    "Deleted %s of %s, %d bytes", Counted.of(deleted.size(), "entry"), outcome.kind(), outcome.bytes());
        }
        return outcome;
    }
}
