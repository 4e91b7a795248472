package dev.atelier.pipeline.faults;

import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.ProcessSignals;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * One process of the stack and the thread that starts it again whenever it ends, at once and however often, and ends it
 * when it says for long that it is not live, as a supervisor does. A test kills, suspends and resumes it; closing ends it for good.
 */
final class KeptProcess implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LIVENESS_INTERVAL = Duration.ofSeconds(3);
    /** So often in a row it is not live before it is ended. */
    private static final int NOT_LIVE = 20;

    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final Launch launch;
    private final Runnable preparation;
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread keeper;
    private Optional<ChildProcess> process = Optional.empty();
    private boolean suspended;
    private int starts;
    private int endedAsNotLive;

    /**
     * Starts the process.
     *
     * @param preparation runs before each start
     * @param live whether it says that it is live; true where it says nothing
     */
    KeptProcess(Launch launch, Runnable preparation, BooleanSupplier live, BooleanSupplier ready) {
        this.launch = launch;
        this.preparation = preparation;
        this.live = live;
        this.ready = ready;
        this.keeper =
                Thread.ofPlatform().name("keeper of " + launch.name()).daemon().start(this::keep);
    }

    String name() {
        return launch.name();
    }

    Launch launch() {
        return launch;
    }

    /** How often it was started. */
    synchronized int starts() {
        return starts;
    }

    /** How often it was ended because it was not live. */
    synchronized int endedAsNotLive() {
        return endedAsNotLive;
    }

    synchronized Optional<Long> pid() {
        return process.filter(ChildProcess::isAlive).map(ChildProcess::pid);
    }

    boolean isReady() {
        return pid().isPresent() && !isSuspended() && ready.getAsBoolean();
    }

    synchronized boolean isSuspended() {
        return suspended;
    }

    /** Sends SIGKILL. */
    void kill() {
        signal("KILL");
    }

    /** Asks it to end in good order, in whatever way it expects. */
    void requestStop() {
        Optional<ChildProcess> current;
        synchronized (this) {
            current = process;
        }
        current.ifPresent(ChildProcess::requestStop);
    }

    /** Suspends it and every process below it; it keeps its connections and answers nothing. */
    synchronized void suspend() {
        suspended = true;
        signal("STOP");
    }

    synchronized void resume() {
        suspended = false;
        signal("CONT");
    }

    private void signal(String signal) {
        pid().flatMap(ProcessHandle::of)
                .ifPresent(root -> LongStream.concat(
                                LongStream.of(root.pid()), root.descendants().mapToLong(ProcessHandle::pid))
                        .forEach(pid -> ProcessSignals.send(signal, pid)));
    }

    private void keep() {
        try {
            do {
                try {
                    preparation.run();
                    start().ifPresent(this::watch);
                } catch (RuntimeException e) {
                    System.out.println(name() + " could not be started: " + e.getMessage());
                }
                synchronized (this) {
                    suspended = false;
                }
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(ChildProcess started) {
        int notLive = 0;
        while (!started.awaitExit(LIVENESS_INTERVAL)) {
            notLive = isSuspended() || live.getAsBoolean() ? 0 : notLive + 1;
            if (notLive == NOT_LIVE) {
                synchronized (this) {
                    endedAsNotLive++;
                }
                started.kill();
            }
        }
    }

    private synchronized Optional<ChildProcess> start() {
        if (closing.getCount() == 0) {
            return Optional.empty();
        }
        process = Optional.of(ChildProcess.start(launch));
        starts++;
        return process;
    }

    @Override
    public void close() {
        Optional<ChildProcess> last;
        synchronized (this) {
            closing.countDown();
            last = process;
        }
        resume();
        last.ifPresent(ChildProcess::stop);
        try {
            keeper.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
