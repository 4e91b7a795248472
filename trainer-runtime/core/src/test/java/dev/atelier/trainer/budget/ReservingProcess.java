package dev.atelier.trainer.budget;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that takes cores and keeps them. */
final class ReservingProcess implements AutoCloseable {
    private final Process process;

    private ReservingProcess(Process process) {
        this.process = process;
    }

    static ReservingProcess start(Path folder, int cores) throws IOException {
        return new ReservingProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReservingProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(cores))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public static void main(String[] arguments) throws IOException {
        int cores = Integer.parseInt(arguments[1]);
        Reservation reservation =
                MachineBudget.shared(Path.of(arguments[0]), cores).reserve(cores, "cpu");
        System.out.println(reservation.tryCores());
        // Until the process that has started this one ends.
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    void awaitCores() throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        if (!"true".equals(line)) {
            throw new AssertionError("the other process says " + line);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
