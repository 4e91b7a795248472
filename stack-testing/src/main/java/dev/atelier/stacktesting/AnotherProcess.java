package dev.atelier.stacktesting;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another process of a service, beside the one that the supervisor keeps. */
public record AnotherProcess(Process process, int port) implements AutoCloseable {
    /**
     * Starts a process like a running one, on another port.
     *
     * @param running the service as {@code atelier status --json} has it
     * @param log file of what it prints
     */
    static AnotherProcess start(JsonNode running, int port, Path log, Map<String, String> environment) {
        String service = running.path("name").asText();
        ProcessHandle.Info like =
                ProcessHandle.of(running.path("pid").asLong()).orElseThrow().info();
        List<String> command = new ArrayList<>(List.of(like.command().orElseThrow()));
        for (String argument : like.arguments().orElseThrow()) {
            command.add(argument.replace("=" + running.path("port").asText(), "=" + port)
                    .replace("=" + service + "@", "=" + service + "-" + port + "@"));
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new AnotherProcess(builder.start(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(StackClient.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
