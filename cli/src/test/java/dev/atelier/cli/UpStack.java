package dev.atelier.cli;

import dev.atelier.localstack.ChildProcess;
import dev.atelier.localstack.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** A stack that looks as if it were up: its record, and a process that bears its supervisor's tag. */
final class UpStack implements AutoCloseable {
    private final Process supervisor;

    private UpStack(Process supervisor) {
        this.supervisor = supervisor;
    }

    static UpStack in(Path home, int results, int dataset) throws IOException {
        record(home, results, dataset);
        String tag = Launch.jvmTag("supervisor", home.toAbsolutePath().normalize());
        Process supervisor = new ProcessBuilder("sh", "-c", "read line", tag).start();
        Awaitility.await().until(() -> ChildProcess.find(tag).isPresent());
        return new UpStack(supervisor);
    }

    /** What a stack leaves when all of it is killed at once. */
    static void record(Path home, int results, int dataset) throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/state.json"), """
                {"ports": {"results": %d, "dataset": %d, "mlp": 1, "cnn": 2, "transfer": 3, "kafka": 4,
                 "controller": 5, "postgres": 6}, "apps": "none", "build": "none", "services": []}""".formatted(results, dataset));
    }

    @Override
    public void close() {
        supervisor.destroyForcibly();
    }
}
