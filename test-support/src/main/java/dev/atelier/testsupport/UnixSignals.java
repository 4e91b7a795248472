package dev.atelier.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Sends signals to processes. */
public final class UnixSignals {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private UnixSignals() {}

    /**
     * Sends a signal and asserts that the process existed. The process may still act for a moment: a signal is
     * handled when one of its threads is next scheduled.
     *
     * @param signal as {@code kill} takes it, such as {@code KILL} or {@code TERM}
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

    /** Suspends a process; on return all its threads are stopped, where the system shows their states in /proc. */
    public static void suspend(long pid) {
        send("STOP", pid);
        Path threads = Path.of("/proc", String.valueOf(pid), "task");
        if (Files.isDirectory(threads)) {
            await("all threads of process " + pid + " are stopped")
                    .atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> areAllStopped(threads));
        }
    }

    /** Resumes a suspended process. */
    public static void resume(long pid) {
        send("CONT", pid);
    }

    private static boolean areAllStopped(Path threads) throws IOException {
        try (Stream<Path> listed = Files.list(threads)) {
            return listed.allMatch(UnixSignals::isStopped);
        }
    }

    /** The state follows the name, which is in parentheses and may contain any character. */
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException e) {
            // It has just ended, and is not listed next time.
            return false;
        }
    }
}
