package dev.atelier.localstack.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a killed PostgreSQL leaves behind. Its sessions' processes notice sooner or later that it is gone, but one
 * that computes may hold the shared memory for long, and no new server starts on it; its pid file may name a number
 * that belongs to another process by now, which a new server takes for a running one.
 */
final class PostgresLeftovers {
    private PostgresLeftovers() {}

    /**
     * Ends what is left of a dead server of this data folder.
     *
     * @throws IllegalStateException if that server is alive
     */
    static void clear(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> noted = notedProcess(pidFile);
        if (noted.filter(PostgresLeftovers::isPostgres).isPresent()) {
            throw new IllegalStateException("PostgreSQL runs already on " + data + ", as process "
                    + noted.get().pid());
        }
        ProcessHandle.allProcesses().filter(process -> worksIn(process, data)).forEach(orphan -> {
            orphan.destroyForcibly();
            orphan.onExit().join();
        });
        if (noted.isPresent()) {
            Files.delete(pidFile);
        }
    }

    private static Optional<ProcessHandle> notedProcess(Path pidFile) throws IOException {
        String content = Files.readString(pidFile, StandardCharsets.UTF_8);
        return content.lines()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(path -> path.endsWith("postgres"))
                .isPresent();
    }

    /** A process of PostgreSQL works in its server's data folder; only Linux shows that. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return Files.exists(workingDirectory) && Files.isSameFile(workingDirectory, data) && isPostgres(process);
        } catch (IOException e) {
            return false;
        }
    }
}
