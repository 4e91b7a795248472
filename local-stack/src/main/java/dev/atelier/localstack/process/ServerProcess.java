package dev.atelier.localstack.process;

import dev.atelier.localstack.process.ChildProcess.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The process of a server that this JVM starts and ends, one at a time. It ends no later than this JVM. */
public final class ServerProcess {
    private final String server;
    private Optional<ChildProcess> process = Optional.empty();

    /** @param server its name in messages */
    public ServerProcess(String server) {
        this.server = server;
    }

    /**
     * @throws IllegalStateException if the process runs
     */
    public void requireEnded() {
        if (isAlive()) {
            throw new IllegalStateException(server + " runs already, as process " + pid());
        }
    }

    /**
     * Starts the process, and waits until it is ready.
     *
     * @param ports which must be free
     * @throws IllegalStateException if a port is taken
     * @throws StartFailedException if the process ends, or is not ready in time
     */
    public void start(Launch launch, List<Integer> ports, Readiness readiness, Duration limit) {
        ports.forEach(port -> Ports.requireFree(port, launch));
        ChildProcess started = ChildProcess.start(launch);
        process = Optional.of(started);
        Lifeline.hold(started.pid());
        started.awaitReady(readiness, limit);
    }

    /** Requests an orderly shutdown of the process, and waits for its end. */
    public void stop() {
        process.ifPresent(ChildProcess::stop);
        release();
    }

    /** Kills the process without a shutdown. */
    public void kill() {
        process.ifPresent(ChildProcess::kill);
        release();
    }

    public boolean isAlive() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    /**
     * @throws IllegalStateException if the process was not started
     */
    public long pid() {
        return process.orElseThrow(() -> new IllegalStateException(server + " was not started"))
                .pid();
    }

    private void release() {
        process.ifPresent(ended -> Lifeline.release(ended.pid()));
        process = Optional.empty();
    }
}
