package dev.atelier.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that did not become ready; the message carries the last lines of its log, stack frames left out. */
public final class StartFailedException extends RuntimeException {
    private static final int LOG_LINES = 25;

    public StartFailedException(Launch launch, String what) {
        super(launch.name() + " " + what + "; the end of " + launch.log() + ":\n" + tail(launch.log()));
    }

    private static String tail(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("\tat "))
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
