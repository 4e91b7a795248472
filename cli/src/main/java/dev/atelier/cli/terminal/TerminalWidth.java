package dev.atelier.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The width of the controlling terminal, examined at most once a second: windows are resized. */
final class TerminalWidth implements IntSupplier {
    private static final int DEFAULT = 80;
    private static final long FRESH_NANOS = 1_000_000_000;

    private int columns;
    private long examinedAt;

    @Override
    public synchronized int getAsInt() {
        long now = System.nanoTime();
        if (columns == 0 || now - examinedAt > FRESH_NANOS) {
            columns = examine();
            examinedAt = now;
        }
        return columns;
    }

    private static int examine() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            if (size.matches("\\d+ [1-9]\\d{0,4}")) {
                return Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            }
        } catch (IOException e) {
            // There is no such program, or no controlling terminal.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String variable = System.getenv("COLUMNS");
        return variable != null && variable.matches("[1-9]\\d{0,4}") ? Integer.parseInt(variable) : DEFAULT;
    }
}
