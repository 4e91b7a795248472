package dev.atelier.mlp.bench;

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
import java.util.Optional;

/** The same training in a Python process with NumPy, which takes commands over standard input. */
final class NumpyLoop implements AutoCloseable {
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final String version;

    private NumpyLoop(Process process) throws IOException {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.version = answer();
    }

    /**
     * @param folder holds the script and what it reads
     * @param kernel the value of OPENBLAS_CORETYPE; empty for OpenBLAS's own choice
     * @throws IOException where Python, NumPy or that kernel does not run here
     */
    static NumpyLoop start(Path folder, List<Integer> widths, int threads, Optional<String> kernel) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("python3", folder.resolve(Workload.SCRIPT).toString(), folder.toString()));
        widths.forEach(width -> command.add(Integer.toString(width)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.remove("OPENBLAS_CORETYPE");
        kernel.ifPresent(name -> environment.put("OPENBLAS_CORETYPE", name));
        Process process = builder.start();
        try {
            return new NumpyLoop(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Such as {@code numpy 2.4.6}. */
    String version() {
        return version;
    }

    Duration run(int steps) throws IOException {
        send("run " + steps);
        return Duration.ofNanos((long) (Double.parseDouble(answer()) * 1e9));
    }

    /** The mean losses of the first steps from the initial weights. */
    double[] losses(int steps) throws IOException {
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
            throw new IOException("python3 ended without an answer; does it have NumPy?");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
