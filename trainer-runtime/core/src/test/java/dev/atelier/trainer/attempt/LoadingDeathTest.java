package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.trainer.dataset.RandomDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Processes that end, or have no memory left, while they load a dataset; through a real broker. */
@Execution(ExecutionMode.CONCURRENT)
class LoadingDeathTest extends TrainersOnATopic {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    /** 78 MiB, more than is left of the heap but less than a heap of this size has room for. */
    private static final ImageShape SHAPE = new ImageShape(1, 64, 64);

    private static final int IMAGES = 20_000;
    private static final int HEAP_MEBIBYTES = 260;
    private static final int OCCUPIED_MEBIBYTES = 110;
    private static final int LARGER_HEAP_MEBIBYTES = 420;

    private static DatasetManifest large;

    @BeforeAll
    static void publishLargeDataset() {
        large = RandomDataset.publish(Infrastructure.bootstrapServers(), "large", SHAPE, IMAGES, 100);
    }

    @Test
    void aJobIsNotBlamedForProcessesThatEndWhileTheyLoadItsDataset() throws Exception {
        String job = add();
        Path loading = folder.resolve("checkpoints").resolve(job).resolve("loading.json");
        for (int death = 1; death <= DatasetLoading.LIMIT; death++) {
            FileTime last = death == 1 ? FileTime.fromMillis(0) : Files.getLastModifiedTime(loading);
            try (TrainerProcess trainer = start(HEAP_MEBIBYTES, 0)) {
                await().atMost(TIMEOUT)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Files.exists(loading)
                                && Files.getLastModifiedTime(loading).compareTo(last) > 0);
                trainer.close();
            }
            assertThat(loading)
                    .as("the process ended before the dataset was loaded")
                    .exists();
        }
        try (TrainerProcess trainer = start(HEAP_MEBIBYTES, 0)) {
            JobReleased released = awaitRelease(job);
            assertThat(trainer.isAlive()).isTrue();
            assertThat(released.reason())
                    .startsWith("the trainer's process ended 3 times while it loaded the dataset " + large.key());
        }
        assertThat(events.of(job, JobStarted.class)).isEmpty();
        awaitResultOfALargerTrainer(job);
    }

    @Test
    void aHeapThatRunsOutWhileADatasetIsLoadedEndsNeitherItsProcessNorTheJob() throws Exception {
        try (TrainerProcess trainer = start(HEAP_MEBIBYTES, OCCUPIED_MEBIBYTES)) {
            String job = add();
            assertThat(awaitRelease(job).reason())
                    .matches("the heap of \\d+ MiB ran out while the dataset " + large.key() + " was loaded\\. .*");
            awaitResultOfALargerTrainer(job);
            assertThat(trainer.isAlive()).isTrue();
        }
    }

    private String add() {
        return jobs.add(TestJobs.small("{\"data\": {\"limit\": 100}, \"training\": {\"epochs\": 1}}"), large);
    }

    private JobReleased awaitRelease(String job) {
        await().atMost(TIMEOUT).until(() -> !events.of(job, JobReleased.class).isEmpty());
        JobReleased released = events.of(job, JobReleased.class).getFirst();
        assertThat(released.kind()).isEqualTo("memory");
        return released;
    }

    private void awaitResultOfALargerTrainer(String job) throws Exception {
        try (TrainerProcess trainer = start(LARGER_HEAP_MEBIBYTES, 0)) {
            await().atMost(TIMEOUT)
                    .until(() -> !events.of(job, JobCompleted.class).isEmpty());
            assertThat(trainer.isAlive()).isTrue();
        }
        assertThat(events.of(job, JobFailed.class)).isEmpty();
    }

    private TrainerProcess start(int heapMebibytes, int occupiedMebibytes) throws Exception {
        return TrainerProcess.start(settings, folder, heapMebibytes, occupiedMebibytes);
    }
}
