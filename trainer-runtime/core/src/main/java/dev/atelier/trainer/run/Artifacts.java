package dev.atelier.trainer.run;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.json.Json;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.artifact.ArtifactFolder;
import dev.atelier.trainer.checkpoint.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The files of a job's result, in a folder of its own below the folder of all results: {@code jobs/<job>/model.safetensors},
 * {@code model.json} and {@code predictions.safetensors}. Equal results are files of equal bytes, so writing them again changes nothing.
 */
record Artifacts(ArtifactFolder folder) {
    private static final String MODEL = "model.safetensors";
    private static final String DESCRIPTION = "model.json";
    private static final String PREDICTIONS = "predictions.safetensors";

    record Written(Artifact model, Artifact description, Artifact predictions) {
        List<Artifact> all() {
            return List.of(model, description, predictions);
        }
    }

    /** The weights of a job's result; empty where they are not there, or are others. */
    Optional<SortedMap<String, Tensor>> weights(String job, String sha256) {
        try {
            SortedMap<String, Tensor> weights =
                    Safetensors.load(folder.root().resolve(ArtifactFolder.path(job, MODEL)));
            return Safetensors.sha256(weights).equals(sha256) ? Optional.of(weights) : Optional.empty();
        } catch (IOException | IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    Written write(
            String job,
            int round,
            SortedMap<String, Tensor> weights,
            ModelDescription description,
            SortedMap<String, Tensor> predictions)
            throws IOException {
        folder.recordRound(job, round);
        return new Written(
                write(job, MODEL, file -> StoredFile.write(file, weights)),
                write(job, DESCRIPTION, file -> StoredFile.write(file, Json.bytes(description))),
                write(job, PREDICTIONS, file -> StoredFile.write(file, predictions)));
    }

    private Artifact write(String job, String name, Writing writing) throws IOException {
        String path = ArtifactFolder.path(job, name);
        Path file = folder.root().resolve(path);
        Files.createDirectories(file.getParent());
        StoredFile stored = writing.to(file);
        return new Artifact(name, path, stored.sha256(), stored.bytes());
    }

    @FunctionalInterface
    private interface Writing {
        StoredFile to(Path file) throws IOException;
    }
}
