package dev.atelier.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running process that came from a {@link Launch}, whether this JVM started it or found it again. It is found by its
 * tag, since a noted pid may belong to another process by now and a note may be missing.
 */
public final class ChildProcess {
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final Launch launch;
    private final ProcessHandle handle;
    private final Optional<ProcessHandle> log;

    private ChildProcess(Launch launch, ProcessHandle handle, Optional<ProcessHandle> log) {
        this.launch = launch;
        this.handle = handle;
        this.log = log;
    }

    /** Starts the process; its output is appended to the launch's log, which is kept small by {@link LogRotation}. */
    public static ChildProcess start(Launch launch) {
        return start(launch, LogRotation.USUAL);
    }

    static ChildProcess start(Launch launch, LogRotation rotation) {
        try {
            Files.createDirectories(launch.log().toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(launch.command())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectErrorStream(true);
            builder.environment().putAll(launch.environment());
            List<Process> processes = ProcessBuilder.startPipeline(
                    List.of(builder, rotation.into(launch.log().toAbsolutePath())));
            return new ChildProcess(
                    launch,
                    processes.getFirst().toHandle(),
                    Optional.of(processes.getLast().toHandle()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.name() + ": " + e.getMessage(), e);
        }
    }

    /** The process that a launch like this one started, if it still runs; it need not be a child of this JVM. */
    public static Optional<ChildProcess> find(Launch launch) {
        return find(launch.tag()).map(process -> new ChildProcess(launch, process, Optional.empty()));
    }

    /** The process with this tag among its arguments. */
    public static Optional<ProcessHandle> find(String tag) {
        return Optional.ofNullable(find(Set.of(tag)).get(tag));
    }

    /** The processes with one of these tags among their arguments, by tag: the machine's processes are looked through once. */
    public static Map<String, ProcessHandle> find(Set<String> tags) {
        Map<String, ProcessHandle> found = new HashMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .filter(tags::contains)
                        .forEach(tag -> found.putIfAbsent(tag, process)));
        return found;
    }

    public long pid() {
        return handle.pid();
    }

    public boolean isAlive() {
        return handle.isAlive();
    }

    /** Signals the process to end, waits as long as its launch grants, then kills it. */
    public void stop() {
        requestStop();
        if (!awaitExit(launch.grace())) {
            kill();
        }
    }

    /** Signals the process to end and does not wait for it. */
    public void requestStop() {
        switch (launch.stopSignal()) {
            case TERM -> handle.destroy();
            case INT -> ProcessSignals.send("INT", handle.pid());
        }
    }

    /** Ends the process at once ({@code SIGKILL}) and waits until it is gone. */
    public void kill() {
        handle.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Whether the process ended in time; its output is then in its log. */
    public boolean awaitExit(Duration limit) {
        boolean ended = awaitExit(handle, limit);
        if (ended && log.isPresent()) {
            // Processes that it left behind may hold the log longer.
            awaitExit(log.get(), LAST_LINES);
        }
        return ended;
    }

    private boolean awaitExit(ProcessHandle awaited, Duration limit) {
        try {
            awaited.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for " + launch.name() + " (pid " + pid() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !awaited.isAlive();
        }
    }

    /**
     * Waits until the process is ready.
     *
     * @throws StartFailedException if it ends before that or is not ready in time; the message ends with its log
     */
    public void awaitReady(Readiness readiness, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!readiness.isReady()) {
            if (!isAlive()) {
                awaitExit(LAST_LINES);
                throw new StartFailedException(launch, "ended before it was ready");
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailedException(launch, "was not ready after " + limit.toSeconds() + " s");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailedException(launch, "was interrupted while it started");
            }
        }
    }

    /** Whether a process is ready yet. */
    @FunctionalInterface
    public interface Readiness {
        boolean isReady();
    }
}
