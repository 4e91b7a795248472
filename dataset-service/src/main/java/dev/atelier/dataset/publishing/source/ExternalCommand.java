package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.DatasetException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A program of the operating system that is run to its end within a time limit. It reads nothing; what it writes goes
 * to the log, at most the last lines of it. Neither a time limit nor an interruption leaves any of its processes behind.
 */
record ExternalCommand(List<String> command, Path workingFolder, Duration limit) {
    private static final Logger LOG = Logger.getLogger(ExternalCommand.class);
    private static final int LOGGED_LINES = 100;
    private static final int KILL_SECONDS = 5;
    private static final Path NOTHING = Path.of("/dev/null");

    ExternalCommand {
        command = List.copyOf(command);
    }

    /**
     * Runs it.
     *
     * @throws DatasetException if it cannot be started, fails, or does not end in time; the message is a sentence
     */
    void run() throws DatasetException {
        try {
            Path output = Files.createTempFile(workingFolder, "output", ".txt");
            try {
                runInto(output);
            } finally {
                log(output);
                Files.deleteIfExists(output);
            }
        } catch (ClosedByInterruptException e) {
            throw new DatasetException("'%s' was interrupted".formatted(name()), e);
        } catch (IOException e) {
            throw new DatasetException("'%s' cannot be run: %s".formatted(name(), e.getMessage()), e);
        }
    }

    private void runInto(Path output) throws IOException, DatasetException {
        LOG.infof("Running %s", String.join(" ", command));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingFolder.toFile())
                .redirectInput(NOTHING.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatasetException("'%s' did not end within %d s".formatted(name(), limit.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException("'%s' was interrupted".formatted(name()), e);
        } finally {
            end(process);
        }
        if (process.exitValue() != 0) {
            throw new DatasetException(
                    "'%s' failed with exit code %d; the log has its output".formatted(name(), process.exitValue()));
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit()
                .completeOnTimeout(each, KILL_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    private static void log(Path output) throws IOException {
        List<String> lines;
        try (Stream<String> all = Files.lines(output, StandardCharsets.ISO_8859_1)) {
            lines = all.toList();
        }
        lines.stream().skip(Math.max(0, lines.size() - LOGGED_LINES)).forEach(line -> LOG.infof("  %s", line));
    }

    /** The program and what it does, without its options. */
    private String name() {
        Path program = Path.of(command.getFirst()).getFileName();
        return command.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && !word.contains("/") && !word.contains("="))
                .findFirst()
                .map(subcommand -> program + " " + subcommand)
                .orElse(String.valueOf(program));
    }
}
