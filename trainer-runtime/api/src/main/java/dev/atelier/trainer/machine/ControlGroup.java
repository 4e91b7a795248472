package dev.atelier.trainer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The control groups of Linux that this process is in, as far as they limit its memory. Groups nest and each limit holds
 * for all below it, so the limit is the smallest on the path from the process's own group to the root. Knows version 1
 * and version 2, and both mounted side by side.
 */
final class ControlGroup {
    /** Version 1 has no word for "no limit" but a number near the largest; no machine has as much. */
    private static final long UNLIMITED = 1L << 60;

    private ControlGroup() {}

    /**
     * The memory limit in bytes; empty where there is none.
     *
     * @param root of the file system, below which {@code proc/self} and the mount points lie
     */
    static OptionalLong memoryLimit(Path root) {
        Path process = root.resolve("proc/self");
        List<String> groups = lines(process.resolve("cgroup"));
        return lines(process.resolve("mountinfo")).stream()
                .flatMap(line -> Mount.parse(line).stream())
                .flatMap(mount -> mount.folders(root, groups))
                .flatMapToLong(file -> limit(file).stream())
                .min();
    }

    private static OptionalLong limit(Path file) {
        return lines(file).stream()
                .filter(text -> text.strip().matches("\\d{1,18}"))
                .mapToLong(text -> Long.parseLong(text.strip()))
                .filter(bytes -> bytes > 0 && bytes < UNLIMITED)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }

    /**
     * A mounted hierarchy of groups that can limit memory.
     *
     * @param top the group that is seen at the mount point
     * @param point where it is mounted
     * @param version 1 or 2
     */
    private record Mount(String top, String point, int version) {
        /** Reads a line of {@code mountinfo}: number, parent, device, top, point, options, … "-", type, source, options. */
        static Optional<Mount> parse(String line) {
            List<String> fields = Arrays.asList(line.split(" "));
            int separator = fields.indexOf("-");
            if (separator < 5 || fields.size() < separator + 4) {
                return Optional.empty();
            }
            List<String> options = Arrays.asList(fields.get(separator + 3).split(","));
            return switch (fields.get(separator + 1)) {
                case "cgroup2" -> Optional.of(new Mount(fields.get(3), fields.get(4), 2));
                case "cgroup" ->
                    options.contains("memory")
                            ? Optional.of(new Mount(fields.get(3), fields.get(4), 1))
                            : Optional.empty();
                default -> Optional.empty();
            };
        }

        /** The files with the limits of the process's group and of all above it that are seen here. */
        Stream<Path> folders(Path root, List<String> groups) {
            String file = version == 2 ? "memory.max" : "memory.limit_in_bytes";
            Path mounted = root.resolve(point.substring(1));
            Path own = groups.stream()
                    .map(line -> line.split(":", 3))
                    .filter(parts -> parts.length == 3 && holds(parts[0], parts[1]))
                    .map(parts -> mounted.resolve(below(parts[2])).normalize())
                    .filter(folder -> folder.startsWith(mounted) && Files.isDirectory(folder))
                    .findFirst()
                    .orElse(mounted);
            return Stream.iterate(own, folder -> folder.startsWith(mounted), Path::getParent)
                    .map(folder -> folder.resolve(file));
        }

        private boolean holds(String number, String controllers) {
            return version == 2
                    ? number.equals("0") && controllers.isEmpty()
                    : Arrays.asList(controllers.split(",")).contains("memory");
        }

        /** A container without a namespace of its own sees its group's full path, but mounted from that group on. */
        private String below(String group) {
            String shown = !top.equals("/") && group.startsWith(top) ? group.substring(top.length()) : group;
            return shown.replaceFirst("^/+", "");
        }
    }
}
