package dev.atelier.localstack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one process is started, recognised and stopped.
 *
 * @param command program and arguments
 * @param tag one of the arguments, which no other process has: by it the process is found again, no matter who started it
 * @param environment what is added to the environment
 * @param log the file that takes all output
 * @param stopSignal sent to end the process
 * @param grace how long it may take to end before it is killed
 */
public record Launch(
        String name,
        List<String> command,
        String tag,
        Map<String, String> environment,
        Path log,
        StopSignal stopSignal,
        Duration grace) {

    /** The signal for an orderly shutdown of a process. */
    public enum StopSignal {
        TERM,
        /** What PostgreSQL calls a fast shutdown: it does not wait for its clients to leave. */
        INT
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (!command.contains(tag)) {
            throw new IllegalArgumentException(
                    "tag of " + name + " is '" + tag + "'; expected one of the arguments of " + command);
        }
    }

    /** The same process with its output elsewhere. */
    public Launch withLog(Path file) {
        return new Launch(name, command, tag, environment, file, stopSignal, grace);
    }

    /**
     * The argument that tags a JVM: a property that names what it is and where its data lie. It stands outside
     * {@code atelier.}, where services refuse what is no configuration of theirs.
     */
    public static String jvmTag(String name, Path folder) {
        return "-Dlocalstack.process=" + name + "@" + folder;
    }
}
