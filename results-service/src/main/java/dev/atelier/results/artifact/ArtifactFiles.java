package dev.atelier.results.artifact;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder in which results lie. What lies outside of it is never read, whatever an event names. */
@Singleton
public final class ArtifactFiles {
    private final Path folder;

    public ArtifactFiles(ArtifactConfiguration configuration) {
        this.folder = configuration.folder();
    }

    /** Where the file lies; empty where it does not lie in this folder. */
    public Optional<Path> find(Artifact artifact) {
        try {
            Path path = artifact.path().matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
                    ? Path.of(URI.create(artifact.path()))
                    : folder.resolve(artifact.path());
            Path real = path.toRealPath();
            return real.startsWith(folder.toRealPath()) && Files.isRegularFile(real)
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}
