package dev.atelier.localstack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What takes the output of a process to its log: a small shell at the other end of its pipe, which belongs to that
 * process alone, outlives the process that started it, and ends with it. When the log has reached its size, it is
 * renamed and another begun; the oldest of those kept goes. No byte of output is lost on the way, except while nothing
 * can be written: a full disk takes lines from the log, and never holds up the process.
 *
 * @param bytes from this size on the log is put aside; {@code dd} checks every 1/10th of it
 * @param kept how many logs that were put aside are kept, as {@code NAME.1}, the youngest, to {@code NAME.kept}
 */
public record LogRotation(long bytes, int kept) {
    /** How the logs of all processes of a stack are kept: at most 55 MiB of each. */
    public static final LogRotation USUAL = new LogRotation(10L << 20, 4);

    private static final String NAME = "log-rotation";
    private static final int BLOCK = 4096;
    /**
     * {@code dd} passes on what a read gives, however little, and leaves what is beyond its count in the pipe. What it
     * has read when the disk is full is lost. Where it did not even run, because the log cannot be opened, another
     * reads for it.
     */
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            export LC_ALL=C
            log=$1 bytes=$2 kept=$3 block=$4 count=$5
            put_aside() {
              n=$kept
              while [ "$n" -gt 1 ]; do
                [ ! -e "$log.$((n - 1))" ] || mv -f "$log.$((n - 1))" "$log.$n"
                n=$((n - 1))
              done
              mv -f "$log" "$log.1"
            }
            while :; do
              size=$(wc -c <"$log") || size=0
              [ "$((size))" -lt "$bytes" ] || put_aside
              read=$(dd bs="$block" count="$count" 2>&1 >>"$log")
              case $read in *records*) ;; *) read=$(dd bs=65536 count=1 2>&1 >/dev/null) ;; esac
              case $read in 0+0*) exit ;; esac
            done
            """;

    public LogRotation {
        if (bytes < BLOCK || kept < 1) {
            throw new IllegalArgumentException("a log of " + bytes + " bytes of which " + kept
                    + " are kept; expected at least " + BLOCK + " bytes and at least one");
        }
    }

    /** The file that was the log this many turns ago. */
    public static Path before(Path log, int turns) {
        return turns == 0 ? log : log.resolveSibling(log.getFileName() + "." + turns);
    }

    /** The process that writes what it reads to the log. */
    ProcessBuilder into(Path log) {
        long count = Math.max(1, bytes / 10 / BLOCK);
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        SCRIPT,
                        NAME,
                        log.toString(),
                        Long.toString(bytes),
                        Integer.toString(kept),
                        Integer.toString(BLOCK),
                        Long.toString(count))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Waits until everything is written that ended processes have written to logs of this folder. */
    public static void awaitEnd(Path folder, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (writers(folder).findAny().isPresent() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Stream<ProcessHandle> writers(Path folder) {
        return ProcessHandle.allProcesses().filter(process -> {
            List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
            return arguments.contains(NAME)
                    && arguments.stream()
                            .anyMatch(argument -> argument.startsWith("/")
                                    && Path.of(argument).startsWith(folder));
        });
    }
}
