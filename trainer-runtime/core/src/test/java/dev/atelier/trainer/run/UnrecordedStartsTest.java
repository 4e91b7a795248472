package dev.atelier.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnrecordedStartsTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    Path folder;

    private final UnrecordedStarts unrecorded = new UnrecordedStarts();

    @Test
    void checkpointsOfAnEndedJobAreDeletedOnceTheyCanBe() throws Exception {
        var store = new CheckpointStore(folder);
        Path state = checkpointOf(store, "a");
        Path claim = state.resolveSibling("claim.json");
        Path aside = Files.move(claim, state.resolveSibling("claim.aside"));
        Files.createDirectories(claim.resolve("not-a-file"));

        unrecorded.end(JOB, "a");
        unrecorded.deleteCheckpoints(store, NOW);
        assertThat(state).exists();

        Files.delete(claim.resolve("not-a-file"));
        Files.delete(claim);
        Files.move(aside, claim);
        unrecorded.deleteCheckpoints(store, NOW);
        assertThat(state).doesNotExist();
        assertThat(claim).content().contains(NOW.toString());
    }

    @Test
    void checkpointsThatAnotherRunOwnsStay() throws Exception {
        var store = new CheckpointStore(folder);
        Path state = checkpointOf(store, "b");

        unrecorded.end(JOB, "a");
        unrecorded.deleteCheckpoints(store, NOW);

        assertThat(state).exists();
    }

    private static Path checkpointOf(CheckpointStore store, String run) throws Exception {
        store.of(JOB).claim(run, NOW, NOW);
        return Files.writeString(store.root().resolve(JOB).resolve("state-000001-" + run + ".safetensors"), "weights");
    }
}
