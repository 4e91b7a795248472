package dev.atelier.pipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds at a moment.
 *
 * @param pid which process
 * @param heapBytes in use after a full collection
 * @param files open file descriptors
 * @param threads platform threads by their names, each number in them replaced by {@code N}
 */
record ProcessMeasure(long pid, long heapBytes, long files, Map<String, Integer> threads) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern THREAD = Pattern.compile("(?m)^\"([^\"]*)\"");

    /** Measures a process of this machine. */
    static ProcessMeasure of(long pid) {
        String printed = jcmd(pid);
        long used = 0;
        Matcher each = USED.matcher(printed.substring(0, printed.indexOf("Full thread dump")));
        while (each.find()) {
            used += Long.parseLong(each.group(1)) * 1024;
        }
        return new ProcessMeasure(pid, used, openFiles(pid), threads(printed));
    }

    private static Map<String, Integer> threads(String dump) {
        Map<String, Integer> names = new TreeMap<>();
        Matcher each = THREAD.matcher(dump);
        while (each.find()) {
            names.merge(each.group(1).replaceAll("\\d+", "N"), 1, Integer::sum);
        }
        return names;
    }

    private static long openFiles(long pid) {
        try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a collection, the heap's description and the threads' dump print. */
    private static String jcmd(long pid) {
        try {
            Path commands = Files.createTempFile("jcmd", ".txt");
            Files.writeString(commands, "GC.run\nGC.heap_info\nThread.print\n");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "-f",
                            commands.toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.delete(commands);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("jcmd " + pid + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "%d MiB, %d files, %d threads"
                .formatted(
                        heapBytes >> 20,
                        files,
                        threads.values().stream().mapToInt(Integer::intValue).sum());
    }
}
