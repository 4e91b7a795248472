package dev.atelier.trainer.checkpoint;

import static dev.atelier.trainer.checkpoint.SampleCheckpoints.JOB;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.checkpoint;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.takenOver;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as it was written when the documents of checkpoints held the epochs, after epoch 3 of run {@code a}. */
class FirstFormatTest {
    @TempDir
    private Path root;

    private Path folder;
    private JobCheckpoints checkpoints;

    @BeforeEach
    void copyRecorded() throws Exception {
        folder = Files.createDirectory(root.resolve(JOB));
        Path recorded =
                Path.of(FirstFormatTest.class.getResource("format-1/" + JOB).toURI());
        try (Stream<Path> files = Files.list(recorded)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        checkpoints = new CheckpointStore(root).of(JOB);
    }

    @Test
    void aJobResumesFromIt() throws Exception {
        assertThat(takenOver(checkpoints, "b")).contains(checkpoint("a", 3, 2, true));
    }

    @Test
    void aJobResumesFromOneWhoseEpochsHaveNoMetricsByName() throws Exception {
        Path document = folder.resolve("epoch-000003-a.checkpoint.json");
        JsonNode older = Json.MAPPER.readTree(Files.readAllBytes(document));
        older.path("epochs").forEach(epoch -> ((ObjectNode) epoch).remove("metrics"));
        Files.write(document, Json.bytes(older));

        assertThat(takenOver(checkpoints, "b").orElseThrow().epochs().all())
                .hasSize(3)
                .allSatisfy(epoch -> assertThat(epoch.metrics())
                        .containsOnly(
                                Map.entry("train.accuracy", 0.2),
                                Map.entry("train.loss", 0.1 + epoch.epoch()),
                                Map.entry("validation.accuracy", 1 / 3.0)));
    }

    @Test
    void theNextCheckpointIsOfTheNewFormatAndTheRecordedOneIsKept() throws Exception {
        takenOver(checkpoints, "b");
        checkpoints.save(checkpoint("b", 4, 2, true));
        assertThat(checkpoints.latest()).contains(checkpoint("b", 4, 2, true));
        assertThat(folder.resolve("b.epochs.jsonl")).exists();
        assertThat(folder.resolve("epoch-000004-b.checkpoint.json"))
                .content()
                .contains("\"format\":2")
                .doesNotContain("\"epochs\":");

        Damage.ALTERED.to(folder.resolve("state-000004-b.safetensors"));
        assertThat(checkpoints.latest()).contains(checkpoint("a", 3, 2, true));
    }
}
