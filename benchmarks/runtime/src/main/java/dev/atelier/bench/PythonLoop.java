package dev.atelier.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The same training in a Python process, which takes commands over standard input. */
public final class PythonLoop implements AutoCloseable {
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final String version;

    private PythonLoop(Process process) throws IOException {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.version = answer();
    }

    /**
     * Starts {@code python3} with a script that prints its version, then answers each line {@code run N} with the seconds
     * that N steps took, and {@code losses N} with the losses of N steps.
     *
     * @param environment variables beyond this process's own; an empty value takes one away
     * @throws IOException where the script does not run here
     */
    public static PythonLoop start(Path script, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        try {
            return new PythonLoop(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** What the script calls itself, such as {@code numpy 2.4.6}. */
    public String version() {
        return version;
    }

    /** Does some steps more, and returns how long they took. */
    public Duration run(int steps) throws IOException {
        send("run " + steps);
        return Duration.ofNanos((long) (Double.parseDouble(answer()) * 1e9));
    }

    /** The mean losses of the first steps from the initial weights. */
    public double[] losses(int steps) throws IOException {
        send("losses " + steps);
        return Arrays.stream(answer().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private void send(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(
                    "python3 ended without output; expected a Python that has the modules which the script imports");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
