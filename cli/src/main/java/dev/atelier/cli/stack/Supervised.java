package dev.atelier.cli.stack;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Health;
import dev.atelier.cli.stack.service.Service;
import dev.atelier.localstack.process.ChildProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one service running: takes over its process if there is one, starts one if there is none, and starts another
 * whenever it ends or is not live for long, at once at first and ever more slowly where it does not last. Runs on a thread
 * of its own until it is stopped.
 */
final class Supervised implements Runnable {
    private static final Duration LASTED = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(200);
    /** A busy machine takes minutes to start a broker, of which a service that does not wait for it reports errors. */
    private static final Duration WAIT_FOR_OTHERS = Duration.ofMinutes(5);

    private final Service service;
    private final LivenessWatch.Settings liveness;
    private final Runnable onChange;
    private final CountDownLatch readyOnce = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);

    private Optional<ChildProcess> process = Optional.empty();
    private ServiceState state = ServiceState.STARTING;
    private Optional<String> reason = Optional.empty();
    private int restarts;

    /** {@code onChange} is called after each change of {@link #describe()}. */
    Supervised(Service service, LivenessWatch.Settings liveness, Runnable onChange) {
        this.service = service;
        this.liveness = liveness;
        this.onChange = onChange;
    }

    Service service() {
        return service;
    }

    synchronized ServiceRecord describe() {
        return new ServiceRecord(
                service.name(),
                process.map(ChildProcess::pid).orElse(null),
                service.port(),
                state,
                restarts,
                reason.orElse(null));
    }

    /** Returns when the service was ready once, or when there is no more point in waiting for that. */
    void awaitReadyOnce() throws InterruptedException {
        boolean ready = readyOnce.await(WAIT_FOR_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
        if (!ready) {
            log("is still not ready; the services that need it are started anyway");
        }
    }

    @Override
    public void run() {
        int failures = 0;
        while (!isStopping()) {
            long began = System.nanoTime();
            String ended;
            try {
                ended = runOnce();
            } catch (RuntimeException e) {
                ended = "could not be started: " + Reasons.of(e);
            }
            if (isStopping()) {
                break;
            }
            failures = System.nanoTime() - began > LASTED.toNanos() ? 0 : failures + 1;
            Duration pause = pause(failures);
            log(ended + "; restarting it in " + pause.toMillis() + " ms");
            explain(ended);
            change(Optional.empty(), ServiceState.RESTARTING);
            awaitStop(pause);
            countRestart();
        }
        change(Optional.empty(), ServiceState.STOPPED);
    }

    /** Shuts the process down and lets {@link #run()} return. */
    void stop() {
        Optional<ChildProcess> current;
        synchronized (this) {
            stopping.countDown();
            current = process;
        }
        current.ifPresent(ChildProcess::stop);
    }

    /** Returns why the process is none any more. */
    private String runOnce() {
        Optional<ChildProcess> running = takeOverOrStart();
        if (running.isEmpty()) {
            return "was not started";
        }
        ChildProcess current = running.get();
        LivenessWatch watch = new LivenessWatch(liveness, System::nanoTime);
        boolean ready = false;
        long checked = System.nanoTime();
        while (!current.awaitExit(ready ? liveness.interval() : PROBE_PAUSE)) {
            if (!ready && service.isReady()) {
                ready = true;
                readyOnce.countDown();
                change(running, ServiceState.RUNNING);
                log("is ready, as process " + current.pid() + " on port " + service.port());
            }
            if (!isStopping()
                    && System.nanoTime() - checked >= liveness.interval().toNanos()) {
                checked = System.nanoTime();
                Health health = service.liveness();
                // However long a start takes, a process may be silent until it is done.
                Optional<String> dead =
                        ready || health.status() != Health.Status.SILENT ? watch.observe(health) : Optional.empty();
                if (dead.isPresent()) {
                    log(dead.get() + "; ending its process " + current.pid());
                    current.stop();
                    return dead.get();
                }
            }
        }
        return "its process ended";
    }

    private Optional<ChildProcess> takeOverOrStart() {
        Optional<ChildProcess> found = ChildProcess.find(service.launch());
        if (found.isPresent() && !service.isCurrent()) {
            log("is of an earlier version, as process " + found.get().pid() + "; it is replaced");
            found.get().stop();
            found = Optional.empty();
        }
        if (found.isEmpty()) {
            service.prepare();
        }
        // Held while starting, so that a stop either prevents the start or finds the process.
        synchronized (this) {
            if (isStopping()) {
                return Optional.empty();
            }
            process = found.isPresent() ? found : Optional.of(ChildProcess.start(service.launch()));
            state = ServiceState.STARTING;
        }
        onChange.run();
        return process;
    }

    private synchronized void countRestart() {
        restarts++;
    }

    private synchronized void explain(String ended) {
        reason = Optional.of(ended);
    }

    private void change(Optional<ChildProcess> newProcess, ServiceState newState) {
        synchronized (this) {
            process = newProcess;
            state = newState;
        }
        onChange.run();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void awaitStop(Duration limit) {
        try {
            boolean stop = stopping.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (stop) {
                log("stays down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(failures - 1, 0, 16));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void log(String what) {
        Supervisor.log(service.name() + " " + what);
    }
}
