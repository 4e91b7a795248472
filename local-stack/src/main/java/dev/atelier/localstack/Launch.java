package dev.atelier.localstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one process is started and stopped: its command line, what is added to its environment, the file that takes its
 * output, the signal that asks it to end, and how long it may take to do so before it is killed.
 */
public record Launch(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path log,
        StopSignal stopSignal,
        Duration grace) {

    /** The signal that asks a process to end in good order. */
    public enum StopSignal {
        TERM,
        /** What PostgreSQL calls a fast shutdown: it does not wait for its clients to leave. */
        INT
    }

    public Launch {
        if (command.isEmpty()) {
            throw new IllegalArgumentException(
                    "command of " + name + " is empty; expected a program and its arguments");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public static Launch of(String name, List<String> command, Path log) {
        return new Launch(name, command, Map.of(), log, StopSignal.TERM, Duration.ofSeconds(30));
    }
}
