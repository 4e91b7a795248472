package dev.atelier.trainer.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactSweepTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final Retention UNLIMITED = Retention.unlimitedWhereZero(0, Duration.ZERO);
    private static final String OLD = "00000000000000000001";
    private static final String MIDDLE = "11000000000000000002";
    private static final String YOUNG = "22000000000000000003";
    /** Shares its lock with {@link #OLD}. */
    private static final String NEIGHBOUR = "00000000000000000004";

    @TempDir
    private Path root;

    private ArtifactFolder artifacts;
    private final RecordedDeletions guard = new RecordedDeletions();

    @BeforeEach
    void write() throws IOException {
        artifacts = new ArtifactFolder(root);
        write(OLD, 100, NOW.minus(Duration.ofDays(3)));
        write(MIDDLE, 100, NOW.minus(Duration.ofDays(2)));
        write(YOUNG, 100, NOW.minus(Duration.ofDays(1)));
    }

    @Test
    void theOldestGoUntilTheRestIsNoMoreThanIsKept() throws IOException {
        assertThat(sweep(retention(300))).isEmpty();
        assertThat(sweep(retention(299))).containsExactly(OLD);
        assertThat(sweep(retention(100))).containsExactly(MIDDLE);
        assertThat(there()).containsExactly(YOUNG);
        assertThat(guard.events.getFirst())
                .isEqualTo(new ArtifactsDeleted(
                        OLD,
                        0,
                        "the results of all jobs together took more than 299 bytes",
                        100,
                        NOW.minus(Duration.ofDays(3)),
                        NOW));
    }

    @Test
    void aDeletionNamesTheRoundThatWroteTheFilesLast() throws IOException {
        artifacts.recordRound(OLD, 1);
        artifacts.recordRound(OLD, 3);
        artifacts.recordRound(OLD, 2);

        assertThat(sweep(retention(299))).containsExactly(OLD);
        assertThat(guard.events.getFirst().round()).isEqualTo(3);
        assertThat(guard.events.getFirst().bytes()).isEqualTo(100);
        assertThat(guard.events.getFirst().writtenAt()).isEqualTo(NOW.minus(Duration.ofDays(3)));
        assertThat(artifacts.round(OLD)).isZero();
    }

    @Test
    void whatIsOlderThanIsKeptGoes() throws IOException {
        assertThat(sweep(Retention.unlimitedWhereZero(0, Duration.ofDays(3)))).isEmpty();
        assertThat(sweep(Retention.unlimitedWhereZero(0, Duration.ofDays(2)))).containsExactly(OLD);
        assertThat(guard.events.getFirst().reason()).isEqualTo("they are older than 2 days");
    }

    @Test
    void withoutLimitsAllStays() throws IOException {
        assertThat(sweep(UNLIMITED)).isEmpty();
        assertThat(there()).hasSize(3);
    }

    @Test
    void aResultThatIsKeptStaysAndTheNextOldestGoes() throws IOException {
        guard.kept.add(OLD);

        assertThat(sweep(retention(299))).containsExactly(MIDDLE);
        assertThat(sweep(Retention.unlimitedWhereZero(0, Duration.ofHours(1)))).containsExactly(YOUNG);
        assertThat(there()).containsExactly(OLD);
    }

    @Test
    void nothingGoesBeforeItIsKnownWhatIsKept() {
        guard.ready = false;

        assertThatThrownBy(() -> sweep(retention(0))).hasMessage("not ready");
        assertThat(there()).hasSize(3);
    }

    @Test
    void aDryRunNamesWhatWouldGo() throws IOException {
        List<Deletion> due = new ArrayList<>();
        sweepOf(retention(100)).run(Sweep.Mode.DRY_RUN, due::add);

        assertThat(due).extracting(Deletion::name).containsExactly(OLD, MIDDLE);
        assertThat(there()).hasSize(3);
        assertThat(guard.events).isEmpty();
        assertThat(root.resolve("deleted")).doesNotExist();
    }

    @Test
    void aDeletionIsInTheLogBeforeAFileGoes() throws IOException {
        List<String> whenRecorded = new ArrayList<>();
        guard.afterwards = event -> whenRecorded.addAll(there());

        sweep(retention(200));

        assertThat(whenRecorded).containsExactly(OLD, MIDDLE, YOUNG);
        assertThat(there()).containsExactly(MIDDLE, YOUNG);
        assertThat(root.resolve("deleted")).isEmptyDirectory();
    }

    @Test
    void aResultThatIsBeingWrittenStays() throws IOException {
        try (ArtifactFolder.Writing one = artifacts.tryWrite(OLD).orElseThrow();
                ArtifactFolder.Writing another = artifacts.tryWrite(OLD).orElseThrow()) {
            assertThat(sweep(retention(0))).containsExactly(MIDDLE, YOUNG);
        }
        assertThat(sweep(retention(0))).containsExactly(OLD);
    }

    @Test
    void aResultCannotBeWrittenWhileItIsBeingDeleted() throws IOException {
        List<Boolean> couldWrite = new ArrayList<>();
        guard.afterwards = event -> {
            couldWrite.add(tryWrite(event.job()));
            couldWrite.add(tryWrite(NEIGHBOUR));
            couldWrite.add(tryWrite(YOUNG));
        };

        sweep(retention(200));

        assertThat(couldWrite).containsExactly(false, false, true);
        assertThat(tryWrite(OLD)).isTrue();
    }

    @Test
    void aResultThatWasWrittenSinceItWasFoundStays() throws IOException {
        guard.afterwards = event -> write(MIDDLE, 50, NOW);

        assertThat(sweep(retention(0))).containsExactly(OLD, YOUNG);
        assertThat(there()).containsExactly(MIDDLE);
    }

    @Test
    void aDeletionThatACrashCutOffIsCarriedOutByTheNextSweep() throws IOException {
        crashAfterTheEvent();

        assertThat(there()).contains(OLD);
        assertThat(sweep(UNLIMITED)).containsExactly(OLD);
        assertThat(there()).containsExactly(MIDDLE, YOUNG);
        assertThat(guard.events).hasSize(2);
        assertThat(guard.events.get(1).id()).isEqualTo(guard.events.get(0).id());
        assertThat(guard.events.get(1).reason()).isEqualTo(guard.events.get(0).reason());
        assertThat(sweep(UNLIMITED)).isEmpty();
    }

    @Test
    void aResultThatIsWrittenAfterACrashStays() throws IOException {
        crashAfterTheEvent();
        try (ArtifactFolder.Writing writing = artifacts.tryWrite(OLD).orElseThrow()) {
            write(OLD, 100, NOW);
        }

        assertThat(sweep(UNLIMITED)).isEmpty();
        assertThat(there()).contains(OLD);
    }

    @Test
    void aResultThatIsPinnedAfterACrashStaysForAsLongAsItIs() throws IOException {
        crashAfterTheEvent();

        guard.kept.add(OLD);
        assertThat(sweep(UNLIMITED)).isEmpty();
        assertThat(there()).contains(OLD);

        guard.kept.clear();
        assertThat(sweep(UNLIMITED)).containsExactly(OLD);
    }

    @Test
    void whatACrashLeftOfAResultThatHasMovedAwayGoes() throws IOException {
        Files.createDirectories(root.resolve("deleted"));
        Files.move(root.resolve("jobs").resolve(OLD), root.resolve("deleted").resolve(OLD));

        assertThat(sweep(UNLIMITED)).isEmpty();

        assertThat(root.resolve("deleted")).isEmptyDirectory();
        assertThat(guard.events).isEmpty();
    }

    @Test
    void oneResultThatCannotBeDeletedKeepsNoOther() throws IOException {
        Files.createDirectories(root.resolve("deleted").resolve(MIDDLE + ".decided"));

        List<Deletion> deleted = new ArrayList<>();
        assertThatThrownBy(() -> sweepOf(retention(0)).run(Sweep.Mode.DELETE, deleted::add))
                .isInstanceOf(IOException.class);

        assertThat(deleted).extracting(Deletion::name).containsExactly(OLD, YOUNG);
        assertThat(there()).containsExactly(MIDDLE);
    }

    @Test
    void whatIsNoResultStays() throws IOException {
        Files.createDirectories(root.resolve("jobs/notes"));
        Files.writeString(root.resolve("jobs/notes/mine.txt"), "mine");
        Files.writeString(root.resolve("jobs/readme.txt"), "mine");

        sweep(retention(0));

        assertThat(root.resolve("jobs/notes/mine.txt")).exists();
        assertThat(root.resolve("jobs/readme.txt")).exists();
    }

    @Test
    void ofManySweepsInTwoProcessesOneDeletesAResult() throws Exception {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String job = "%02x%018x".formatted(i % 50 + 100, i);
            write(job, 10, NOW.minus(Duration.ofDays(30)));
            jobs.add(job);
        }
        Process one = SweepProcess.start(root, Duration.ofDays(10));
        Process other = SweepProcess.start(root, Duration.ofDays(10));
        try {
            List<String> deleted = new ArrayList<>(SweepProcess.deleted(one));
            deleted.addAll(SweepProcess.deleted(other));
            // What each of them left because the other was at work on one with the same lock.
            deleted.addAll(sweep(Retention.unlimitedWhereZero(0, Duration.ofDays(10))));

            assertThat(deleted).containsExactlyInAnyOrderElementsOf(jobs);
            assertThat(there()).containsExactly(OLD, MIDDLE, YOUNG);
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
    }

    @Test
    void aResultThatAnotherProcessWritesStays() throws Exception {
        Process sweeping;
        try (ArtifactFolder.Writing writing = artifacts.tryWrite(OLD).orElseThrow()) {
            sweeping = SweepProcess.start(root, Duration.ofDays(1));
            assertThat(SweepProcess.deleted(sweeping)).containsExactly(MIDDLE);
        }
        assertThat(sweeping.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(there()).containsExactly(OLD, YOUNG);
    }

    private void crashAfterTheEvent() {
        guard.afterwards = event -> {
            throw new AssertionError("the process is killed here");
        };
        assertThatThrownBy(() -> sweep(retention(299))).isInstanceOf(AssertionError.class);
        guard.afterwards = event -> {};
    }

    private boolean tryWrite(String job) {
        try {
            var writing = artifacts.tryWrite(job);
            writing.ifPresent(ArtifactFolder.Writing::close);
            return writing.isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> sweep(Retention retention) throws IOException {
        List<String> deleted = new ArrayList<>();
        sweepOf(retention).run(Sweep.Mode.DELETE, deletion -> deleted.add(deletion.name()));
        return deleted;
    }

    private ArtifactSweep sweepOf(Retention retention) {
        return new ArtifactSweep(artifacts, retention, guard, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Retention retention(long bytes) {
        return new Retention(bytes, Duration.ofDays(365));
    }

    /** Two files, the latest written at the time. */
    private void write(String job, int bytes, Instant time) {
        try {
            Path folder = Files.createDirectories(root.resolve("jobs").resolve(job));
            Path weights = Files.write(folder.resolve("model.safetensors"), new byte[bytes - 2]);
            Path description = Files.writeString(folder.resolve("model.json"), "{}");
            Files.setLastModifiedTime(weights, FileTime.from(time.minusSeconds(5)));
            Files.setLastModifiedTime(description, FileTime.from(time));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> there() {
        try (Stream<Path> folders = Files.list(root.resolve("jobs"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
