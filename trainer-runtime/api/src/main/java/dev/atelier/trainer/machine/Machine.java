package dev.atelier.trainer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Facts about this machine and this process, as the operating system reports them; Linux reports most. */
public final class Machine {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");
    private static final int KIBI = 1024;

    private Machine() {}

    /** The processor's model, such as {@code AMD EPYC 9554}; its architecture where the system does not report it. */
    public static String processor() {
        return entry(PROCESSOR, "model name").orElseGet(() -> System.getProperty("os.arch"));
    }

    /** The machine's name in its network; empty where the system does not report it. */
    public static Optional<String> host() {
        try {
            return Optional.of(Files.readString(HOST).strip()).filter(name -> !name.isEmpty());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Most memory that this process has ever occupied, heap and native; the heap's size where the system does not report it. */
    public static long peakMemoryBytes() {
        return entry(STATUS, "VmHWM")
                .map(Machine::bytes)
                .orElseGet(() -> Runtime.getRuntime().totalMemory());
    }

    /**
     * Memory that this process can have: the machine's, or less where a control group of Linux, such as a container's,
     * limits it; the heap's limit where the system does not report it.
     */
    public static long memoryBytes() {
        long machine = entry(MEMORY, "MemTotal")
                .map(Machine::bytes)
                .orElseGet(() -> Runtime.getRuntime().maxMemory());
        return Math.min(machine, ControlGroup.memoryLimit(Path.of("/")).orElse(machine));
    }

    /** Memory that the heap can have at most. */
    public static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    private static long bytes(String kibibytes) {
        return Long.parseLong(kibibytes.replace(" kB", "")) * KIBI;
    }

    private static Optional<String> entry(Path file, String name) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
