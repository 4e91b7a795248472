package dev.atelier.cli;

import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A stack that looks as if it were up: its record, and a process that bears its supervisor's tag. */
final class UpStack implements AutoCloseable {
    private final Path home;
    private final List<Process> processes = new ArrayList<>();

    private UpStack(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    static UpStack in(Path home, int results, int dataset) throws IOException {
        return in(home, results, dataset, 1);
    }

    /** @param trainer port of the MLP's and the CNN's trainer */
    static UpStack in(Path home, int results, int dataset, int trainer) throws IOException {
        record(home, results, dataset, trainer);
        UpStack stack = new UpStack(home);
        stack.start("supervisor");
        return stack;
    }

    /** Starts a process that bears a service's tag. */
    void start(String service) throws IOException {
        String tag = Launch.jvmTag(service, home);
        processes.add(new ProcessBuilder("sh", "-c", "read line", tag).start());
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> ChildProcess.find(tag).isPresent());
    }

    /** What a stack leaves when all of it is killed at once. */
    static void record(Path home, int results, int dataset) throws IOException {
        record(home, results, dataset, 1);
    }

    private static void record(Path home, int results, int dataset, int trainer) throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/state.json"), """
                {"ports": {"results": %d, "dataset": %d, "trainers": {"mlp": %d, "cnn": %d, "transfer": 3},
                 "kafka": 4, "controller": 5, "postgres": 6}, "apps": "none", "build": "none", "services": []}""".formatted(results, dataset, trainer, trainer));
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
