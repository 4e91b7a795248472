package dev.atelier.cli.stack.service;

import dev.atelier.localstack.process.Folders;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The one folder that a stack keeps everything in.
 *
 * <ul>
 *   <li>{@code kafka}, {@code postgres}: the servers' data
 *   <li>{@code prometheus}, {@code grafana}: the same of a stack with Grafana
 *   <li>{@code data}: what the services keep: downloaded datasets, checkpoints, models
 *   <li>{@code logs}: a file for each service
 *   <li>{@code apps}: the copy of the build that runs, so that a new build does not pull it away
 *   <li>{@code run}: the supervisor's lock and state
 * </ul>
 *
 * @param home absolute
 */
public record StackFolder(Path home) {
    private static final long LEAST_FREE_BYTES = 1 << 20;

    public StackFolder {
        home = home.toAbsolutePath().normalize();
    }

    Path kafka() {
        return home.resolve("kafka");
    }

    Path postgres() {
        return home.resolve("postgres");
    }

    Path prometheus() {
        return home.resolve("prometheus");
    }

    Path grafana() {
        return home.resolve("grafana");
    }

    public Path data() {
        return home.resolve("data");
    }

    /** What the paths of results are relative to. */
    public Path artifacts() {
        return data().resolve("artifacts");
    }

    public Path logs() {
        return home.resolve("logs");
    }

    public Path log(String service) {
        return logs().resolve(service + ".log");
    }

    public Path apps() {
        return home.resolve("apps");
    }

    public Path run() {
        return home.resolve("run");
    }

    public Path lock() {
        return run().resolve("supervisor.lock");
    }

    public Path state() {
        return run().resolve("state.json");
    }

    /** Why nothing can be kept here at present, if so. */
    public Optional<String> obstacle() {
        try {
            if (!Files.exists(home)) {
                return Optional.empty();
            }
            if (!Files.isWritable(home)) {
                return Optional.of("The folder " + home + " cannot be written to.");
            }
            long free = Files.getFileStore(home).getUsableSpace();
            return free >= LEAST_FREE_BYTES
                    ? Optional.empty()
                    : Optional.of("The disk of " + home + " is full: " + free
                            + " bytes are free. Everything resumes when there is space again.");
        } catch (IOException e) {
            return Optional.of("The folder " + home + " cannot be examined: " + e.getMessage());
        }
    }

    /** Deletes what a stack keeps, and the folder itself if nothing else is in it. */
    public void wipe() throws IOException {
        for (Path part : List.of(kafka(), postgres(), prometheus(), grafana(), data(), logs(), apps(), run())) {
            Folders.delete(part);
        }
        try {
            Files.deleteIfExists(home);
        } catch (DirectoryNotEmptyException e) {
            // There are other files in it.
        }
    }
}
