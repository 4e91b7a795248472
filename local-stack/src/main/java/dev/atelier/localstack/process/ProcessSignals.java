package dev.atelier.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that {@link ProcessHandle} cannot send, through the shell's own {@code kill}. */
public final class ProcessSignals {
    private ProcessSignals() {}

    /** Sends a signal such as {@code INT}, {@code STOP} or {@code CONT}; a process that has ended is no error. */
    public static void send(String signal, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null || true", signal, Long.toString(pid))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + signal + " to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
