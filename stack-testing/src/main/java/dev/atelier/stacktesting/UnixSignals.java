package dev.atelier.stacktesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes. */
public final class UnixSignals {
    private UnixSignals() {}

    /**
     * Sends a signal and asserts that it was delivered.
     *
     * @param signal as {@code kill} takes it, such as {@code KILL} or {@code STOP}
     */
    public static void send(String signal, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
