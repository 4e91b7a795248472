package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.testsupport.SmallFileSystem;
import dev.atelier.trainer.algorithm.EngineUnavailableException;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.dataset.SmallLibrary;
import dev.atelier.trainer.outage.FolderProbe;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault.Kind;
import dev.atelier.trainer.outage.MachineProbe;
import dev.atelier.trainer.queue.QueueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Faults of the machine, through a real broker: no job fails of them, and the trainer comes back by itself. */
@Execution(ExecutionMode.CONCURRENT)
class OutageTest extends TrainersOnATopic {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final MachineProbe HEALTHY = bytes -> Optional.empty();
    private static final long ROOM = 100;

    @Test
    void aTrainerWhoseFolderCannotBeWrittenToTakesNoJobUntilItCan() throws Exception {
        Path checkpoints = folder.resolve("checkpoints");
        Files.writeString(checkpoints, "a file in place of the folder");
        try (TestTrainer trainer = start(folder, BeforeStep.NOTHING, HEALTHY)) {
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT).until(() -> trainer.outage().isPresent());
            assertThat(trainer.outage().orElseThrow().reason())
                    .startsWith("the folder of checkpoints, " + checkpoints + ", cannot be written to: ");
            assertThat(trainer.takesJobs()).isFalse();
            assertThat(events.of(job)).isEmpty();
            await("the trainer says why nobody takes the job")
                    .atMost(TIMEOUT)
                    .until(() -> !suspensions(events, checkpoints).isEmpty());
            Files.delete(checkpoints);
            awaitResult(events, job);
            TrainerSuspended suspended = suspensions(events, checkpoints).getFirst();
            await().atMost(TIMEOUT)
                    .until(() -> events.all(TrainerResumed.class).stream()
                            .anyMatch(resumed -> resumed.trainer().equals(suspended.trainer())));
            assertThat(suspended.trainer())
                    .startsWith("mlp-trainer on ")
                    .endsWith(", process " + ProcessHandle.current().pid());
            assertThat(suspended.kind()).isEqualTo("storage");
            assertThat(suspensions(events, checkpoints)).hasSize(1);
            assertThat(trainer.outage()).isEmpty();
            assertThat(events.of(job, JobStarted.class)).hasSize(1);
        }
    }

    @Test
    void aFolderThatBreaksDuringTrainingFailsNoJobHoweverOften() throws Exception {
        Path checkpoints = folder.resolve("checkpoints");
        var breakages = new AtomicInteger();
        BeforeStep breaking = (job, step) -> {
            if (step == 5 && breakages.incrementAndGet() <= Start.LIMIT + 1) {
                moveAside(checkpoints);
            }
        };
        try (TestTrainer trainer = start(folder, breaking, HEALTHY)) {
            String job = jobs.add(TestJobs.small("{}"), dataset);
            for (int breakage = 1; breakage <= Start.LIMIT + 1; breakage++) {
                int number = breakage;
                await().atMost(TIMEOUT)
                        .until(() ->
                                breakages.get() == number && trainer.outage().isPresent());
                Files.delete(checkpoints);
                Files.move(folder.resolve("aside"), checkpoints);
            }
            awaitResult(events, job);
            assertThat(events.of(job, JobFailed.class)).isEmpty();
            assertThat(events.of(job, JobReleased.class))
                    .hasSize(Start.LIMIT + 1)
                    .allSatisfy(released -> {
                        assertThat(released.kind()).isEqualTo("storage");
                        assertThat(released.reason())
                                .startsWith("the folder of checkpoints, " + checkpoints + ", cannot be");
                        assertThat(released.trainer()).startsWith("mlp-trainer on ");
                    });
        }
    }

    /** The machine counts as sound here: what is wrong with its budget is not the job's fault even then. */
    @Test
    void aBudgetThatCannotBeUsedFailsNoJob() throws Exception {
        Path gate = Files.createDirectories(folder.resolve("machine").resolve("gate.lock"));
        MachineBudget budget = MachineBudget.shared(folder.resolve("machine"), 2);
        try (TestTrainer trainer = TestTrainer.start(settings, folder, budget, BeforeStep.NOTHING)) {
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT)
                    .until(() -> events.of(job, JobReleased.class).size() > Start.LIMIT);
            Files.delete(gate);
            awaitResult(events, job);
            assertThat(events.of(job, JobReleased.class)).allSatisfy(released -> {
                assertThat(released.kind()).isEqualTo("storage");
                assertThat(released.reason()).startsWith("jobs cannot share the cores and the memory of this machine");
            });
        }
    }

    @Test
    void aFullDiskFailsNoJobAndTheJobEndsOnceThereIsSpace() throws Exception {
        Optional<SmallFileSystem> small = SmallFileSystem.mount(folder, "8m");
        assumeTrue(small.isPresent(), "only root can mount a small file system");
        try (SmallFileSystem disk = small.get()) {
            BeforeStep filling = (job, step) -> {
                if (step == 5 && !Files.exists(folder.resolve("filled"))) {
                    disk.fill();
                }
            };
            try (TestTrainer trainer = start(folder, filling, HEALTHY)) {
                String job = jobs.add(TestJobs.small("{}"), dataset);
                await().atMost(TIMEOUT).until(() -> trainer.outage().isPresent());
                assertThat(trainer.outage().orElseThrow().kind()).isEqualTo(Kind.STORAGE);
                assertThat(events.of(job, JobFailed.class)).isEmpty();
                disk.empty();
                Files.createFile(folder.resolve("filled"));
                awaitResult(events, job);
            }
        }
    }

    @Test
    void aLibraryThatCannotBeLoadedFailsNoJob() throws Exception {
        var missing = new AtomicBoolean(true);
        var tried = new CountDownLatch(1);
        MachineProbe engine = bytes -> {
            if (missing.get()) {
                tried.countDown();
                throw new EngineUnavailableException("PyTorch cannot be loaded", new UnsatisfiedLinkError("libtorch"));
            }
            return Optional.empty();
        };
        try (TestTrainer trainer = start(folder, BeforeStep.NOTHING, engine)) {
            String job = jobs.add(TestJobs.small("{}"), dataset);
            tried.await();
            await().atMost(TIMEOUT).until(() -> trainer.outage().isPresent());
            assertThat(trainer.outage().orElseThrow().reason()).isEqualTo("PyTorch cannot be loaded");
            assertThat(events.of(job)).isEmpty();
            missing.set(false);
            awaitResult(events, job);
        }
    }

    @Test
    void workThatHangsGoesToAnotherTrainerAndItsOwnEnds() throws Exception {
        var hanging = new CountDownLatch(1);
        QueueSettings impatient = new QueueSettings(
                settings.broker(),
                topic,
                settings.group(),
                settings.lock(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(6));
        try (TestTrainer hung = TestTrainer.start(
                impatient,
                folder,
                MachineBudget.unlimited(),
                MachineCondition.sound(),
                new TinyAlgorithm((job, step) -> uninterruptibly(hanging)))) {
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT).until(() -> hung.hungFor().isPresent());
            assertThat(hung.stop())
                    .as("stopping does not wait for work that hangs")
                    .isFalse();
            try (TestTrainer other = start(folder, BeforeStep.NOTHING, HEALTHY)) {
                awaitResult(events, job);
                await().atMost(TIMEOUT).until(hung::hasEnded);
                assertThat(events.of(job, JobReleased.class)).singleElement().satisfies(released -> {
                    assertThat(released.kind()).isEqualTo("hung");
                    assertThat(released.run())
                            .isEqualTo(
                                    events.of(job, JobStarted.class).getFirst().run());
                    assertThat(released.reason())
                            .matches("the work showed no sign of progress for \\d+ s: the trainer is restarted");
                });
                assertThat(other.outage()).isEmpty();
            }
            hanging.countDown();
        }
    }

    @Test
    void aDatasetThatAHeapHasNoRoomForGoesToATrainerWithMore() throws Exception {
        try (TestTrainer small = TestTrainer.start(
                settings,
                folder,
                MachineBudget.unlimited(),
                MachineCondition.sound(),
                new TinyAlgorithm(BeforeStep.NOTHING),
                SmallLibrary.withRoomFor(ROOM, settings.broker()))) {
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT)
                    .until(() -> !events.of(job, JobReleased.class).isEmpty());
            assertThat(events.of(job, JobReleased.class).getFirst()).satisfies(released -> {
                assertThat(released.kind()).isEqualTo("memory");
                assertThat(released.reason())
                        .matches("The dataset " + dataset.key()
                                + " takes \\d{4,} bytes of memory; the heap has room for " + ROOM + "\\. .*");
            });
            try (TestTrainer other = start(folder, BeforeStep.NOTHING, HEALTHY)) {
                awaitResult(events, job);
                assertThat(other.outage()).isEmpty();
            }
            assertThat(events.of(job, JobStarted.class)).hasSize(1);
            assertThat(small.outage()).as("it can train others").isEmpty();
        }
    }

    private TestTrainer start(Path data, BeforeStep beforeStep, MachineProbe engine) {
        var machine = new MachineCondition(
                Map.of(
                        Kind.STORAGE,
                        List.of(
                                new FolderProbe("checkpoints", data.resolve("checkpoints"), 1 << 20),
                                new FolderProbe("artifacts", data.resolve("artifacts"), 1 << 20)),
                        Kind.LIBRARY,
                        List.of(engine)),
                PAUSE,
                PAUSE.multipliedBy(4),
                Clock.systemUTC());
        return TestTrainer.start(settings, data, MachineBudget.unlimited(), machine, new TinyAlgorithm(beforeStep));
    }

    private static void awaitResult(RecordedEvents events, String job) {
        await().atMost(TIMEOUT)
                .until(() -> !events.of(job, JobCompleted.class).isEmpty()
                        || !events.of(job, JobFailed.class).isEmpty());
        assertThat(events.of(job, JobFailed.class)).isEmpty();
    }

    private static List<TrainerSuspended> suspensions(RecordedEvents events, Path folder) {
        return events.all(TrainerSuspended.class).stream()
                .filter(suspended -> suspended.reason().contains(folder.toString()))
                .toList();
    }

    private static void moveAside(Path checkpoints) {
        try {
            Files.move(checkpoints, checkpoints.resolveSibling("aside"));
            Files.writeString(checkpoints, "a file in place of the folder");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // It hangs.
            }
        }
    }
}
