package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.outage.FolderProbe;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault.Kind;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.queue.QueueOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDeletionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LOCK = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String JOB = "0123456789abcdef0123";

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong();
    private final Lease lease = new Lease(now::get, LOCK, 0);
    private Path checkpoints;
    private Path state;
    private MachineCondition machine;
    private CheckpointDeletion deletion;

    @BeforeEach
    void claim() throws Exception {
        checkpoints = folder.resolve("checkpoints");
        machine = new MachineCondition(
                Map.of(Kind.STORAGE, List.of(new FolderProbe("checkpoints", checkpoints, 0))),
                PAUSE,
                PAUSE,
                Clock.systemUTC());
        var store = new CheckpointStore(checkpoints);
        Start start = Start.claim(store.of(JOB), "a", Optional.empty(), QueuePlace.ofTime(NOW), NOW);
        state = Files.writeString(checkpoints.resolve(JOB).resolve("state-000001-a.safetensors"), "weights");
        deletion = new CheckpointDeletion(JOB, start, lease, machine, Clock.systemUTC(), Optional.empty());
    }

    @Test
    void checkpointsAreDeletedBeforeTheRecordLeavesTheQueue() {
        assertThat(deletion.delete()).isEqualTo(QueueOutcome.DONE);
        assertThat(state).doesNotExist();
        assertThat(state.resolveSibling("claim.json")).exists();
    }

    @Test
    void theRecordStaysUntilTheDiskCanBeWrittenToAgain() throws Exception {
        moveAside();
        CompletableFuture<QueueOutcome> end = inOutage();
        putBack();
        assertThat(end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(QueueOutcome.DONE);
        assertThat(state).doesNotExist();
        assertThat(machine.outage()).isEmpty();
    }

    @Test
    void theRecordGoesBackWhereTheTrainerStopsBefore() throws Exception {
        moveAside();
        CompletableFuture<QueueOutcome> end = inOutage();
        lease.stop();
        assertThat(end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(QueueOutcome.HAND_BACK);
        putBack();
        assertThat(state).exists();
    }

    @Test
    void theRecordIsLeftAloneWhereItIsNoLongerHeld() throws Exception {
        moveAside();
        CompletableFuture<QueueOutcome> end = inOutage();
        now.set(LOCK.toNanos());
        assertThat(end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(QueueOutcome.ABANDON);
    }

    @Test
    void aTrainerThatIsStoppingStillDeletesWhatItCan() {
        lease.stop();
        assertThat(deletion.delete()).isEqualTo(QueueOutcome.DONE);
        assertThat(state).doesNotExist();
    }

    @Test
    void checkpointsThatCannotBeDeletedOnASoundMachineHoldNoRecord() throws Exception {
        Path claim = state.resolveSibling("claim.json");
        Files.delete(claim);
        Files.createDirectories(claim.resolve("not-a-file"));
        assertThat(deletion.delete()).isEqualTo(QueueOutcome.DONE);
        assertThat(state).exists();
    }

    @Test
    void checkpointsThatAnotherRunOwnsStay() throws Exception {
        new CheckpointStore(checkpoints).of(JOB).claim("b", QueuePlace.ofTime(NOW), NOW);
        assertThat(deletion.delete()).isEqualTo(QueueOutcome.DONE);
        assertThat(state).exists();
    }

    private CompletableFuture<QueueOutcome> inOutage() {
        CompletableFuture<QueueOutcome> end = CompletableFuture.supplyAsync(deletion::delete);
        await().atMost(TIMEOUT).until(() -> machine.outage().isPresent());
        assertThat(end).isNotDone();
        return end;
    }

    private void moveAside() throws Exception {
        Files.move(checkpoints, folder.resolve("aside"));
        Files.writeString(checkpoints, "a file in place of the folder");
    }

    private void putBack() throws Exception {
        Files.delete(checkpoints);
        Files.move(folder.resolve("aside"), checkpoints);
    }
}
