package dev.atelier.trainer.checkpoint;

import static dev.atelier.trainer.checkpoint.SampleCheckpoints.JOB;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.NOW;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.checkpoint;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.takenOver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The epochs of checkpoints, which are in a file of their own. */
class EpochFileTest {
    @TempDir
    private Path root;

    private Path folder;
    private Path file;
    private JobCheckpoints checkpoints;

    @BeforeEach
    void claim() throws Exception {
        folder = root.resolve(JOB);
        file = folder.resolve("a.epochs.jsonl");
        checkpoints = new CheckpointStore(root).of(JOB);
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
    }

    @Test
    void aCheckpointOfManyEpochsWritesAsMuchAsOneOfFew() throws Exception {
        int line = Json.bytes(checkpoint("a", 1000, 1, false).epochs().all().getLast()).length;
        checkpoints.save(checkpoint("a", 99, 1, true));
        long few = bytesWritten(checkpoint("a", 100, 1, true));
        checkpoints.save(checkpoint("a", 999, 1, true));
        long many = bytesWritten(checkpoint("a", 1000, 1, true));
        assertThat(many).isCloseTo(few, within((long) line));
        assertThat(checkpoints.latest()).contains(checkpoint("a", 1000, 1, true));
    }

    @Test
    void epochsWhoseCheckpointNeverCameAreIgnoredByTheNextRun() throws Exception {
        checkpoints.save(checkpoint("a", 1, 1, false));
        checkpoints.save(checkpoint("a", 2, 1, false));
        append("{\"epoch\": 3, \"half a");
        assertThat(takenOver(new CheckpointStore(root).of(JOB), "b")).contains(checkpoint("a", 2, 1, false));
    }

    @Test
    void epochsWhoseCheckpointNeverCameAreOverwrittenByTheirRun() throws Exception {
        checkpoints.save(checkpoint("a", 2, 1, false));
        append("{\"epoch\": 3, \"half a line, longer than the line that will be written\": \"%s\""
                .formatted("x".repeat(999)));
        checkpoints.save(checkpoint("a", 3, 1, false));
        assertThat(checkpoints.latest()).contains(checkpoint("a", 3, 1, false));
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void aSecondAttemptAtACheckpointWritesNoEpochTwice() throws Exception {
        checkpoints.save(checkpoint("a", 2, 1, false));
        checkpoints.save(checkpoint("a", 2, 1, false));
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(checkpoints.latest()).contains(checkpoint("a", 2, 1, false));
        assertThatThrownBy(() -> checkpoints.save(checkpoint("a", 1, 1, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the history ends with epoch 1, but epoch 2 is written");
    }

    @Test
    void whereTheLastEpochIsDamagedTheCheckpointBeforeItIsUsed() throws Exception {
        for (Damage damage : List.of(Damage.CUT, Damage.ALTERED)) {
            checkpoints = new CheckpointStore(root).of(JOB);
            checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
            checkpoints.save(checkpoint("a", 1, 1, false));
            checkpoints.save(checkpoint("a", 2, 1, false));
            damage.to(file);
            assertThat(takenOver(checkpoints, "b")).as("%s", damage).contains(checkpoint("a", 1, 1, false));
            checkpoints.save(checkpoint("b", 2, 1, false));
            assertThat(checkpoints.latest()).contains(checkpoint("b", 2, 1, false));
            checkpoints.end("b", NOW);
        }
    }

    @Test
    void whereAllEpochsAreLostTheJobStartsAnew() throws Exception {
        for (Damage damage : List.of(Damage.EMPTY, Damage.GONE)) {
            checkpoints = new CheckpointStore(root).of(JOB);
            checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
            checkpoints.save(checkpoint("a", 1, 1, false));
            checkpoints.save(checkpoint("a", 2, 1, false));
            damage.to(file);
            assertThat(takenOver(checkpoints, "b")).as("%s", damage).isEmpty();
            checkpoints.end("b", NOW);
        }
    }

    @Test
    void aFileThatIsNotAsItWasLeftIsWrittenAnew() throws Exception {
        for (Damage damage : List.of(Damage.CUT, Damage.EMPTY, Damage.GONE)) {
            EpochFile epochs = new EpochFile(folder, "a");
            epochs.write(history(2));
            damage.to(file);
            StoredFile written = epochs.write(history(3));
            assertThat(EpochFile.read(folder, written)).as("%s", damage).isEqualTo(history(3));
        }
    }

    @Test
    void aReplacedRunThatStillAppendsSpoilsNeitherItsCheckpointsNorThoseOfItsSuccessor() throws Exception {
        EpochFile replaced = new EpochFile(folder, "a");
        replaced.write(history(2));
        checkpoints.save(checkpoint("a", 2, 1, false));
        JobCheckpoints successor = new CheckpointStore(root).of(JOB);
        assertThat(takenOver(successor, "b")).contains(checkpoint("a", 2, 1, false));

        replaced.write(history(3));
        assertThat(successor.latest()).contains(checkpoint("a", 2, 1, false));
        successor.save(checkpoint("b", 3, 1, false));
        replaced.write(history(4));
        assertThat(successor.latest()).contains(checkpoint("b", 3, 1, false));
        successor.save(checkpoint("b", 4, 1, false));
        assertThat(file).doesNotExist();

        replaced.write(history(5));
        successor.save(checkpoint("b", 5, 1, false));
        assertThat(successor.latest()).contains(checkpoint("b", 5, 1, false));
        assertThat(file).doesNotExist();
    }

    private static EpochHistory history(int epochs) {
        return checkpoint("a", epochs, 1, false).epochs();
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** What a checkpoint adds to files that stay, and all of those that are new or replaced. */
    private long bytesWritten(Checkpoint checkpoint) throws Exception {
        Map<Object, Long> before = sizes();
        checkpoints.save(checkpoint);
        Map<Object, Long> after = sizes();
        return after.entrySet().stream()
                .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
                .sum();
    }

    private Map<Object, Long> sizes() throws IOException {
        Map<Object, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Object inode =
                        Files.readAttributes(each, BasicFileAttributes.class).fileKey();
                sizes.put(each.getFileName() + "/" + inode, Files.size(each));
            }
        }
        return sizes;
    }
}
