package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.Platform;
import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completed jobs whose files were deleted, trained again through a real broker. */
class RestorationTest extends TrainersOnATopic {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Job request = TestJobs.small("{}");
    private TestTrainer trainer;

    @BeforeEach
    void startTrainer() {
        trainer = start(BeforeStep.NOTHING);
    }

    @Test
    void theSameWeightsBringEveryFileBack() throws Exception {
        String job = jobs.add(request, dataset);
        JobCompleted first = completions(job, 1).getFirst();
        for (Artifact artifact : first.artifacts()) {
            Files.delete(file(artifact));
        }

        jobs.restore(job, request, dataset, first.model().sha256());
        JobCompleted restored = completions(job, 2).getLast();

        assertThat(restored.model()).isEqualTo(first.model());
        assertThat(restored.artifacts()).isEqualTo(first.artifacts());
        assertThat(restored.run()).isNotEqualTo(first.run());
        for (Artifact artifact : first.artifacts()) {
            assertThat(Sha256.of(Files.readAllBytes(file(artifact)))).isEqualTo(artifact.sha256());
        }
        assertThat(events.of(job, JobStarted.class))
                .extracting(JobStarted::resumedFrom)
                .containsOnlyNulls();
    }

    @Test
    void otherWeightsAreNotWrittenAndTheReasonNamesBoth() throws Exception {
        String job = jobs.add(request, dataset);
        JobCompleted first = completions(job, 1).getFirst();
        for (Artifact artifact : first.artifacts()) {
            Files.delete(file(artifact));
        }
        String expected = "f".repeat(64);

        jobs.restore(job, request, dataset, expected);
        await().atMost(LIMIT).until(() -> !events.of(job, JobFailed.class).isEmpty());

        JobFailed failed = events.of(job, JobFailed.class).getFirst();
        assertThat(failed.kind()).isEqualTo("irreproducible");
        assertThat(failed.run())
                .isEqualTo(events.of(job, JobStarted.class).getLast().run());
        assertThat(failed.reason())
                .contains(first.model().sha256(), expected, "libraries", "Atelier, which is " + Platform.version());
        assertThat(first.artifacts())
                .allSatisfy(artifact -> assertThat(file(artifact)).doesNotExist());
        assertThat(events.of(job, JobCompleted.class)).hasSize(1);
    }

    private List<JobCompleted> completions(String job, int count) {
        await().atMost(LIMIT).until(() -> events.of(job, JobCompleted.class).size() == count);
        return events.of(job, JobCompleted.class);
    }

    private Path file(Artifact artifact) {
        return folder.resolve("artifacts").resolve(artifact.path());
    }
}
