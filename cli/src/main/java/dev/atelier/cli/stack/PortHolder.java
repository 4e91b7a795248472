package dev.atelier.cli.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds out which process listens on a port, as far as the operating system shows. */
final class PortHolder {
    private static final String LISTENING = "0A";
    private static final int COMMAND_LENGTH = 120;

    private PortHolder() {}

    /** The process in words, such as {@code process 4711 (java -jar other.jar)}. */
    static Optional<String> find(int port) {
        Optional<Long> pid = Files.isDirectory(Path.of("/proc/net")) ? inProc(port) : byLsof(port);
        return pid.map(found -> "process " + found
                + ProcessHandle.of(found)
                        .flatMap(handle -> handle.info().commandLine())
                        .map(line -> " (" + line.substring(0, Math.min(line.length(), COMMAND_LENGTH)) + ")")
                        .orElse(""));
    }

    private static Optional<Long> inProc(int port) {
        List<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> listening(Path.of(table), port))
                .map(inode -> "socket:[" + inode + "]")
                .toList();
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(pid -> holdsAny(pid, sockets))
                        .findFirst();
    }

    /** The table's lines: number, local address, remote address, state, …; the tenth field is the inode. */
    private static Stream<String> listening(Path table, int port) {
        try {
            String suffix = ":%04X".formatted(port);
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9)
                    .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
                    .map(fields -> fields[9]);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean holdsAny(long pid, List<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Long> byLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            lsof.waitFor(5, TimeUnit.SECONDS);
            return Arrays.stream(out.split("\\s+"))
                    .filter(word -> word.matches("\\d+"))
                    .findFirst()
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
