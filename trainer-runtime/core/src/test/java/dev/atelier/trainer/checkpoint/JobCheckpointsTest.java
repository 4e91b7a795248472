package dev.atelier.trainer.checkpoint;

import static dev.atelier.trainer.checkpoint.SampleCheckpoints.JOB;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.NOW;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.checkpoint;
import static dev.atelier.trainer.checkpoint.SampleCheckpoints.takenOver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.testsupport.SmallFileSystem;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCheckpointsTest {
    @TempDir
    Path root;

    private JobCheckpoints checkpoints;

    @BeforeEach
    void open() {
        checkpoints = new CheckpointStore(root).of(JOB);
    }

    @Test
    void aRecordOfAnOlderRoundOrAnEarlierCopyDoesNotTakeTheJobOver() throws Exception {
        checkpoints.claim("a", new QueuePlace("log", 2, 7, NOW), NOW);

        for (QueuePlace outdated :
                List.of(new QueuePlace("log", 1, 9, NOW.plusSeconds(1)), new QueuePlace("log", 2, 6, NOW))) {
            assertThatThrownBy(() -> checkpoints.claim("b", outdated, NOW))
                    .isInstanceOf(OutdatedRecordException.class)
                    .hasMessageContaining("round " + outdated.round());
            assertThat(checkpoints.isOwnedBy("a")).isTrue();
        }
    }

    @Test
    void theSameRecordALaterCopyAndALaterRoundTakeTheJobOver() throws Exception {
        checkpoints.claim("a", new QueuePlace("log", 2, 7, NOW), NOW);

        assertThat(checkpoints.claim("b", new QueuePlace("log", 2, 7, NOW), NOW).fruitlessStarts())
                .isEqualTo(2);
        assertThat(checkpoints.claim("c", new QueuePlace("log", 2, 9, NOW), NOW).fruitlessStarts())
                .isEqualTo(3);
        assertThat(checkpoints
                        .claim("d", new QueuePlace("log", 3, 10, NOW.minusSeconds(60)), NOW)
                        .fruitlessStarts())
                .as("a new round is recognised by its number, whatever the clocks say")
                .isEqualTo(1);
    }

    @Test
    void recordsOfAnotherTopicOrOfBeforeRecordsNamedTheirRoundAreComparedByTheirTime() throws Exception {
        checkpoints.claim("a", new QueuePlace("log", 2, 7, NOW), NOW);

        assertThat(checkpoints
                        .claim("b", new QueuePlace("new-log", 1, 0, NOW.plusSeconds(1)), NOW)
                        .fruitlessStarts())
                .isEqualTo(1);
        assertThat(checkpoints.claim("c", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(2);
    }

    @Test
    void aCheckpointComesBackAsItWasSaved() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        Checkpoint saved = checkpoint("a", 3, 2, true);
        checkpoints.save(saved);
        assertThat(checkpoints.latest()).contains(saved);
        assertThat(takenOver(new CheckpointStore(root).of(JOB), "b")).contains(saved);
    }

    @Test
    void nothingSavedIsNothingFound() throws Exception {
        assertThat(checkpoints.latest()).isEmpty();
        assertThat(checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW))
                .isEqualTo(new Claim("a", 0, 1, null, NOW, NOW, null, QueuePlace.ofTime(NOW)));
        assertThat(checkpoints.resume("a")).isEmpty();
    }

    @Test
    void theLastTwoCheckpointsAreKeptAndNoFileBesides() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        for (int epoch = 1; epoch <= 5; epoch++) {
            checkpoints.save(checkpoint("a", epoch, Math.min(epoch, 2), true));
        }
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "claim.json",
                        "a.epochs.jsonl",
                        "best-000002-a.safetensors",
                        "state-000004-a.safetensors",
                        "epoch-000004-a.checkpoint.json",
                        "state-000005-a.safetensors",
                        "epoch-000005-a.checkpoint.json");
    }

    @Test
    void theBestWeightsAreWrittenOnlyWhenTheyChange() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, true));
        Path best = root.resolve(JOB).resolve("best-000001-a.safetensors");
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(best, longAgo);
        checkpoints.save(checkpoint("a", 2, 1, true));
        assertThat(Files.getLastModifiedTime(best)).isEqualTo(longAgo);
    }

    @Test
    void whicheverFileIsDamagedThePreviousCheckpointIsUsed() throws Exception {
        for (String damaged :
                List.of("state-000002-a.safetensors", "best-000002-a.safetensors", "epoch-000002-a.checkpoint.json")) {
            for (Damage damage : Damage.values()) {
                deleteOld(new CheckpointStore(root), NOW, Instant.MAX);
                open();
                checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
                checkpoints.save(checkpoint("a", 1, 1, true));
                checkpoints.save(checkpoint("a", 2, 2, true));
                damage.to(root.resolve(JOB).resolve(damaged));
                assertThat(takenOver(checkpoints, "b"))
                        .as("%s %s", damage, damaged)
                        .contains(checkpoint("a", 1, 1, true));
                checkpoints.save(checkpoint("b", 2, 2, true));
                assertThat(checkpoints.latest()).contains(checkpoint("b", 2, 2, true));
            }
        }
    }

    @Test
    void whereAllIsDamagedTheJobStartsAnew() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, false));
        Damage.CUT.to(root.resolve(JOB).resolve("state-000001-a.safetensors"));
        assertThat(takenOver(checkpoints, "b")).isEmpty();
    }

    @Test
    void whatAKilledWriterLeftBehindHarmsNothingAndGoes() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, false));
        // killed between the tensors and the document, and in the middle of the tensors
        Files.writeString(root.resolve(JOB).resolve("state-000002-a.safetensors"), "whole, but no document names it");
        Files.writeString(root.resolve(JOB).resolve("state-000003-a.safetensors.x.unfinished"), "half");
        assertThat(takenOver(checkpoints, "b")).contains(checkpoint("a", 1, 1, false));
        checkpoints.save(checkpoint("b", 2, 1, false));
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "claim.json",
                        "a.epochs.jsonl",
                        "b.epochs.jsonl",
                        "state-000001-a.safetensors",
                        "epoch-000001-a.checkpoint.json",
                        "state-000002-b.safetensors",
                        "epoch-000002-b.checkpoint.json");
    }

    @Test
    void aRunThatWasReplacedCannotSave() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, false));
        new CheckpointStore(root).of(JOB).claim("b", QueuePlace.ofTime(NOW), NOW);
        assertThat(checkpoints.isOwnedBy("a")).isFalse();
        assertThat(checkpoints.isOwnedBy("b")).isTrue();
        assertThatThrownBy(() -> checkpoints.save(checkpoint("a", 2, 1, false)))
                .isInstanceOf(DisownedException.class)
                .hasMessage("job 4f1c0000000000000000 belongs to run b by now; run a must stop");
        assertThatThrownBy(() -> checkpoints.recordFailure("a", "late")).isInstanceOf(DisownedException.class);
        assertThat(checkpoints.latest()).contains(checkpoint("a", 1, 1, false));
    }

    @Test
    void aRunThatNeverClaimedCannotSave() {
        assertThatThrownBy(() -> checkpoints.save(checkpoint("a", 1, 1, false))).isInstanceOf(DisownedException.class);
    }

    @Test
    void startsAreCountedUntilAnEpochIsCompleted() throws Exception {
        assertThat(checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(1);
        checkpoints.recordFailure("a", "out of memory");
        Claim second = checkpoints.claim("b", QueuePlace.ofTime(NOW), NOW);
        assertThat(second.fruitlessStarts()).isEqualTo(2);
        assertThat(second.lastError()).isEqualTo("out of memory");
        checkpoints.save(checkpoint("b", 1, 1, false));
        Claim third = checkpoints.claim("c", QueuePlace.ofTime(NOW), NOW);
        assertThat(third).isEqualTo(new Claim("c", 1, 1, null, NOW, NOW, null, QueuePlace.ofTime(NOW)));
        assertThat(checkpoints.claim("d", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(2);
        checkpoints.discount("d");
        assertThat(checkpoints.claim("e", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(2);
    }

    @Test
    void aJobThatIsQueuedAgainHasAllItsStartsAgain() throws Exception {
        JobCheckpoints checkpoints = new CheckpointStore(root).of(JOB);
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        assertThat(checkpoints.claim("b", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(2);
        Instant later = NOW.plusSeconds(1);
        assertThat(checkpoints.claim("c", QueuePlace.ofTime(later), later).fruitlessStarts())
                .isEqualTo(1);
        assertThat(checkpoints.claim("d", QueuePlace.ofTime(NOW), later).fruitlessStarts())
                .as("a record of the earlier queueing, delivered late")
                .isEqualTo(2);
    }

    @Test
    void aTimeOfQueueingInTheFutureStillCountsEveryStart() throws Exception {
        Instant future = Instant.parse("9999-12-31T00:00:00Z");
        checkpoints.claim("a", QueuePlace.ofTime(future), NOW);
        assertThat(checkpoints.claim("b", QueuePlace.ofTime(future), NOW).fruitlessStarts())
                .isEqualTo(2);
        assertThat(checkpoints.claim("c", QueuePlace.ofTime(future), NOW).fruitlessStarts())
                .isEqualTo(3);
    }

    @Test
    void aClaimThatWasWrittenBeforeItKnewTheQueueingIsRead() throws Exception {
        Files.createDirectories(root.resolve(JOB));
        Files.writeString(root.resolve(JOB).resolve("claim.json"), """
                {"epoch": 0, "fruitlessStarts": 2, "lastError": "before", "run": "old", "time": "%s"}
                """.formatted(NOW));
        assertThat(checkpoints
                        .claim("a", QueuePlace.ofTime(NOW.minusSeconds(1)), NOW)
                        .fruitlessStarts())
                .isEqualTo(3);
        assertThat(checkpoints
                        .claim("b", QueuePlace.ofTime(NOW.plusSeconds(1)), NOW)
                        .fruitlessStarts())
                .isEqualTo(1);
    }

    @Test
    void aDamagedClaimCountsAsNone() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        Files.writeString(root.resolve(JOB).resolve("claim.json"), "{");
        assertThat(checkpoints.isOwnedBy("a")).isFalse();
        assertThat(checkpoints.claim("b", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(1);
    }

    @Test
    void anEndedJobKeepsItsClaimAlone() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, true));
        checkpoints.end("a", NOW.plusSeconds(5));
        assertThat(names()).containsExactly("claim.json");
        assertThat(checkpoints
                        .claim("b", QueuePlace.ofTime(NOW), NOW.plusSeconds(6))
                        .hasEnded())
                .as("its record was handed out again")
                .isTrue();
        assertThat(checkpoints
                        .claim("c", QueuePlace.ofTime(NOW.plusSeconds(10)), NOW.plusSeconds(11))
                        .hasEnded())
                .as("it was queued again")
                .isFalse();
    }

    @Test
    void theLastCheckpointOfAnEndedJobCanStayUntilItIsQueuedAgain() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, true));
        checkpoints.save(checkpoint("a", 2, 1, true));
        checkpoints.end("a", NOW.plusSeconds(5), true);

        assertThat(checkpoints.latest()).contains(checkpoint("a", 2, 1, true));
        assertThat(checkpoints.latest(1)).isEmpty();
        assertThat(names()).hasSize(5);

        checkpoints.claim("b", QueuePlace.ofTime(NOW.plusSeconds(10)), NOW.plusSeconds(11));
        assertThat(names()).containsExactly("claim.json");
    }

    @Test
    void theCheckpointsOfJobsThatEndedFirstGoFirst() throws Exception {
        CheckpointStore store = new CheckpointStore(root);
        long bytes = 0;
        for (int i = 0; i < 3; i++) {
            JobCheckpoints job = store.of("5f1c000000000000000" + i);
            job.claim("a", QueuePlace.ofTime(NOW), NOW);
            job.save(new Checkpoint(
                    "5f1c000000000000000" + i,
                    "a",
                    checkpoint("a", 1, 1, false).epochs(),
                    1,
                    checkpoint("a", 1, 1, false).best(),
                    checkpoint("a", 1, 1, false).patience(),
                    checkpoint("a", 1, 1, false).state(),
                    Optional.empty()));
            if (i != 1) {
                job.end("a", NOW.plusSeconds(10L - i), true);
            }
            bytes = job.bytes();
        }

        Files.createDirectories(root.resolve("5f1c0000000000000003/epoch-000001-a.checkpoint.json"));
        Files.createDirectories(root.resolve("5f1c0000000000000004").resolve(ClaimFile.NAME));
        Files.writeString(root.resolve("5f1c0000000000000004/epoch-000001-a.checkpoint.json"), "{}");
        store.limitKept(bytes);

        assertThat(store.of("5f1c0000000000000000").latest()).isPresent();
        assertThat(store.of("5f1c0000000000000001").latest())
                .as("it has not ended")
                .isPresent();
        assertThat(store.of("5f1c0000000000000002").latest()).isEmpty();
    }

    @Test
    void checkpointsOfAJobThatThisOneIsForkedFromAreProgressAndGoWithIt() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        String ancestor = "5f1c0000000000000000";
        Checkpoint first = checkpoint("a", 1, 1, false);
        Checkpoint of = new Checkpoint(
                ancestor, "a", first.epochs(), 1, first.best(), first.patience(), first.state(), Optional.empty());
        checkpoints.ofAncestor(0, ancestor).save(of);

        assertThat(checkpoints.ofAncestor(0, ancestor).latest()).contains(of);
        assertThat(checkpoints.latest()).isEmpty();
        assertThat(checkpoints.claim("b", QueuePlace.ofTime(NOW), NOW).fruitlessStarts())
                .isEqualTo(1);
        assertThatThrownBy(() -> checkpoints.ofAncestor(0, ancestor).save(of)).isInstanceOf(DisownedException.class);

        checkpoints.end("b", NOW.plusSeconds(5));
        try (var files = Files.list(root.resolve(JOB))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void theCheckpointsOfAnEndedJobGoFromAFullDisk() throws Exception {
        Optional<SmallFileSystem> small = SmallFileSystem.mount(root, "8m");
        assumeTrue(small.isPresent(), "only root can mount a small file system");
        try (SmallFileSystem disk = small.get()) {
            checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
            checkpoints.save(checkpoint("a", 1, 1, true));
            disk.fill();

            checkpoints.end("a", NOW.plusSeconds(5));

            assertThat(names()).containsExactly("claim.json");
            assertThat(checkpoints
                            .claim("b", QueuePlace.ofTime(NOW), NOW.plusSeconds(6))
                            .hasEnded())
                    .isTrue();
        }
    }

    @Test
    void aRunThatWasReplacedDeletesNothing() throws Exception {
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.save(checkpoint("a", 1, 1, false));
        new CheckpointStore(root).of(JOB).claim("b", QueuePlace.ofTime(NOW), NOW);
        assertThatThrownBy(() -> checkpoints.end("a", NOW)).isInstanceOf(DisownedException.class);
        assertThat(checkpoints.latest()).contains(checkpoint("a", 1, 1, false));
    }

    @Test
    void whatIsLeftOfAJobGoesWhenItIsOldEnough() throws Exception {
        var store = new CheckpointStore(root);
        checkpoints.claim("a", QueuePlace.ofTime(NOW), NOW);
        checkpoints.end("a", NOW);
        JobCheckpoints untouched = store.of("5f1c0000000000000000");
        untouched.claim("a", QueuePlace.ofTime(NOW), NOW);
        Instant written = Files.getLastModifiedTime(
                        root.resolve("5f1c0000000000000000").resolve("claim.json"))
                .toInstant();
        Files.writeString(root.resolve("not a job"), "stays");
        assertThat(deleteOld(store, NOW, written)).isEmpty();
        List<Deletion> due = new ArrayList<>();
        store.deleteOld(NOW.plusSeconds(1), written, Sweep.Mode.DRY_RUN, due::add);
        assertThat(due).extracting(Deletion::name).containsExactly(JOB);
        assertThat(due.getFirst().bytes())
                .isEqualTo(Files.size(root.resolve(JOB).resolve("claim.json")));
        assertThat(deleteOld(store, NOW.plusSeconds(1), written)).containsExactly(JOB);
        assertThat(deleteOld(store, NOW, written.plusSeconds(10))).containsExactly("5f1c0000000000000000");
        assertThat(root.resolve("not a job")).exists();
        assertThat(deleteOld(new CheckpointStore(root.resolve("absent")), NOW, NOW))
                .isEmpty();
    }

    private static List<String> deleteOld(CheckpointStore store, Instant endedBefore, Instant untouchedSince)
            throws Exception {
        List<String> jobs = new ArrayList<>();
        store.deleteOld(endedBefore, untouchedSince, Sweep.Mode.DELETE, deletion -> jobs.add(deletion.name()));
        return jobs;
    }

    @Test
    void anyFileSystemOfJavaWillDo() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(root.resolve("store.zip"), Map.of("create", "true"))) {
            JobCheckpoints inZip = new CheckpointStore(zip.getPath("/checkpoints")).of(JOB);
            inZip.claim("a", QueuePlace.ofTime(NOW), NOW);
            inZip.save(checkpoint("a", 1, 1, true));
            inZip.save(checkpoint("a", 2, 1, true));
            assertThat(inZip.latest()).contains(checkpoint("a", 2, 1, true));
        }
    }

    @Test
    void namesThatCouldLeaveTheFolderAreRefused() {
        CheckpointStore store = new CheckpointStore(root);
        for (String job : List.of(
                "", "..", "../x", "a/b", ".hidden", "4f1c", "4F1C0000000000000000", "4f1c0000000000000000/..")) {
            assertThatThrownBy(() -> store.of(job)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(root.resolve(JOB))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
