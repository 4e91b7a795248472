package dev.atelier.localstack.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory that processes may occupy together here: the machine's, or what the control groups of this process leave of
 * it, the least of all that hold. Reads the files of control groups of both versions; where an operating system has none,
 * the whole machine counts.
 */
public final class MachineMemory {
    private static final int KIBI = 1024;

    private final Path root;

    MachineMemory(Path root) {
        this.root = root;
    }

    public static long bytes() {
        return new MachineMemory(Path.of("/"))
                .limit()
                .orElseGet(
                        () -> ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getTotalMemorySize());
    }

    OptionalLong limit() {
        List<Long> limits = new ArrayList<>();
        for (String line : lines(root.resolve("proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                limits.add(Long.parseLong(line.replaceAll("\\D", "")) * KIBI);
            }
        }
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            limits.addAll(limitsOfGroup(line.split(":", 3)));
        }
        return limits.stream().mapToLong(Long::longValue).min();
    }

    /** @param group number, controllers and path, as {@code 4:memory:/a/b} or, of version 2, {@code 0::/a/b} */
    private List<Long> limitsOfGroup(String[] group) {
        Path mounted = root.resolve("sys/fs/cgroup");
        if (group.length < 3) {
            return List.of();
        }
        if (group[1].isEmpty()) {
            return limitsUpwards(mounted, group[2], "memory.max");
        }
        return Arrays.asList(group[1].split(",")).contains("memory")
                ? limitsUpwards(mounted.resolve("memory"), group[2], "memory.limit_in_bytes")
                : List.of();
    }

    /** Every group above limits as well; a path that is seen from outside the container does not exist inside. */
    private static List<Long> limitsUpwards(Path mounted, String path, String file) {
        List<Long> limits = new ArrayList<>();
        Path group = mounted.resolve(path.replaceFirst("^/+", "")).normalize();
        for (Path folder = group.startsWith(mounted) ? group : mounted;
                folder != null && folder.startsWith(mounted);
                folder = folder.getParent()) {
            for (String line : lines(folder.resolve(file))) {
                if (line.strip().matches("\\d{1,18}")) {
                    limits.add(Long.parseLong(line.strip()));
                }
            }
        }
        return limits;
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
