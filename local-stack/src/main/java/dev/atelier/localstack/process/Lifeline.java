package dev.atelier.localstack.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends this JVM's child processes even when the JVM itself is killed and can do nothing. A small shell reads the pids
 * from a pipe that only this JVM writes; when the pipe closes, whatever is still listed is killed.
 */
public final class Lifeline {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            held=' '
            while read -r what pid; do
              case $what in
                +) held="$held$pid " ;;
                -) case $held in *" $pid "*) held="${held%% $pid *} ${held#* $pid }" ;; esac ;;
              esac
            done
            for pid in $held; do kill -s KILL "$pid" 2>/dev/null; done
            """;

    private static @Nullable OutputStream pipe;

    private Lifeline() {}

    /** From now on this process ends no later than this JVM. */
    public static void hold(long pid) {
        write("+ " + pid);
    }

    /** The process has ended; its pid may be reused by another process. */
    public static void release(long pid) {
        write("- " + pid);
    }

    private static synchronized void write(String line) {
        try {
            if (pipe == null) {
                pipe = new ProcessBuilder("sh", "-c", SCRIPT)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .getOutputStream();
            }
            pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reach the shell that ends child processes", e);
        }
    }
}
