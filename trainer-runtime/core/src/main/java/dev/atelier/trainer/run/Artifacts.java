package dev.atelier.trainer.run;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.trainer.checkpoint.Safetensors;
import dev.atelier.trainer.checkpoint.StoredFile;
import dev.atelier.trainer.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * The files of a job's result, in a folder of its own below the folder of all results: {@code jobs/<job>/model.safetensors}
 * and {@code predictions.safetensors}. Equal results are files of equal bytes, so writing them again changes nothing.
 */
record Artifacts(Path root) {
    private static final String MODEL = "model.safetensors";
    private static final String PREDICTIONS = "predictions.safetensors";

    record Written(Artifact model, Artifact predictions) {}

    Written write(String job, SortedMap<String, Tensor> weights, SortedMap<String, Tensor> predictions)
            throws IOException {
        return new Written(write(job, MODEL, weights), write(job, PREDICTIONS, predictions));
    }

    private Artifact write(String job, String name, SortedMap<String, Tensor> tensors) throws IOException {
        String path = "jobs/" + job + "/" + name;
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        StoredFile stored = Safetensors.save(file, tensors);
        return new Artifact(name, path, stored.sha256(), stored.bytes());
    }
}
