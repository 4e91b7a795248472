package dev.atelier.cli.stack;

import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded about a running stack: by the command that starts it, then at every change by its
 * supervisor. The file is replaced as a whole, so that a reader sees either the old or the new one.
 *
 * @param apps name of the folder, among the stack's apps, that holds the copy of the build
 * @param build fingerprint of that build
 * @param services empty until the supervisor has begun
 */
public record StackRecord(StackPorts ports, String apps, String build, List<ServiceRecord> services) {
    public StackRecord {
        services = List.copyOf(services);
    }

    /**
     * One service.
     *
     * @param pid null while it has no process
     * @param restarts how often the supervisor had to start it again
     * @param reason why it was started again the last time, or why it could not be started; null where neither was so
     */
    public record ServiceRecord(
            String name,
            @Nullable Long pid,
            int port,
            ServiceState state,
            int restarts,
            @Nullable String reason) {}

    StackRecord with(List<ServiceRecord> changed) {
        return new StackRecord(ports, apps, build, changed);
    }

    static Optional<StackRecord> read(StackFolder folder) {
        try {
            return Optional.of(Json.read(Files.readAllBytes(folder.state()), StackRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.state(), e);
        }
    }

    void write(StackFolder folder) {
        try {
            Files.createDirectories(folder.run());
            Path fresh = folder.run().resolve("state.json.new");
            Files.write(fresh, Json.bytes(this));
            Files.move(fresh, folder.state(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.state(), e);
        }
    }
}
